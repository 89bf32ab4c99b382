using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Training.Laboratory;

namespace Winnow.Training.Recipes;

/// <summary>A metric of ranked lists and its cut-off: <c>ndcg@10</c>.</summary>
internal sealed class RankMetricKind : ValueKind<RankMetric>
{
    public override RankMetric Read(YamlSection section, string key, RankMetric standing)
    {
        string text = section.Text(key, standing.ToString());
        if (RankMetric.TryParse(text, out RankMetric? metric, out string expected)) return metric;
        section.Fault(key, $"Key '{section.Path}.{key}' is '{text}'; expected {expected}");
        return standing;
    }

    public override JsonNode ToJson(RankMetric value) => JsonValue.Create(value.ToString());

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z]+@[0-9]+$" };
}
