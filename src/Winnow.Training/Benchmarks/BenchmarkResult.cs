using System.Text.Json.Nodes;

namespace Winnow.Training.Benchmarks;

/// <summary>The outcome of a suite.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Commit">Source revision of the library that ran it; empty when the build did not know it.</param>
/// <param name="Rows">Published figures beside ours.</param>
public sealed record BenchmarkResult(string Suite, string Commit, IReadOnlyList<BenchmarkRow> Rows)
{
    /// <summary>The document scripts read: <c>{"suite", "commit", "rows": [{"dataset", "model", "metric", "protocol", "published",
    /// "measured", "std", "seconds"}]}</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["suite"] = Suite,
        ["commit"] = Commit,
        ["rows"] = new JsonArray([.. Rows.Select(RowToJson)]),
    };

    private static JsonNode RowToJson(BenchmarkRow row) => new JsonObject
    {
        ["dataset"] = row.Dataset,
        ["model"] = row.Model,
        ["metric"] = row.Metric,
        ["protocol"] = row.Protocol,
        ["published"] = double.IsNaN(row.Published) ? null : row.Published,
        ["measured"] = Math.Round(row.Measured, 6),
        ["std"] = Math.Round(row.Std, 6),
        ["seconds"] = Math.Round(row.Seconds, 2),
    };
}
