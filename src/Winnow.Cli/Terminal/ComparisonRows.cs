using System.Text.Json.Nodes;
using Spectre.Console;
using Winnow.Evaluation;

namespace Winnow.Cli.Terminal;

/// <summary>Recommenders side by side, as a table and as JSON.</summary>
internal static class ComparisonRows
{
    /// <summary>The table: value, interval, and ▲ or ▼ where the difference from the reference is more than luck.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="intervals">Whether intervals were drawn and are to be shown.</param>
    public static Table Table(TopNComparison comparison, bool intervals)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("model");
        for (int c = 0; c < comparison.Columns.Count; c++) table.AddColumn(new TableColumn(Markup.Escape(comparison.Title(c))).RightAligned());
        table.AddColumns(new TableColumn("users tied").RightAligned(), new TableColumn("fit").RightAligned(), new TableColumn("judging").RightAligned());
        for (int m = 0; m < comparison.Models.Count; m++)
        {
            ComparedModel model = comparison.Models[m];
            IEnumerable<string> cells = Enumerable.Range(0, comparison.Columns.Count).Select(c => Cell(comparison, m, c, intervals));
            table.AddRow(
            [
                Markup.Escape(model.Name), .. cells, $"{model.Report.TiedAtCut(comparison.Columns[0].Cutoff):N0}",
                model.Fit is { } fit ? Duration.Format(fit) : "–", Duration.Format(model.Report.Elapsed),
            ]);
        }
        return table;
    }

    /// <summary>What stands under the table.</summary>
    public static string Legend(TopNComparison comparison) => comparison.Models.Count == 1
        ? comparison.Protocol.ToString()
        : $"{comparison.Protocol}\n▲ ▼ significantly above, below {comparison.Models[comparison.ReferenceIndex].Name} "
            + $"({comparison.Options.Test.ToString().ToLowerInvariant()} test over users, Holm-corrected, {comparison.Options.Alpha:P0})";

    /// <summary>The same as JSON.</summary>
    public static JsonObject ToJson(TopNComparison comparison) => new()
    {
        ["protocol"] = comparison.Protocol.ToString(),
        ["fingerprint"] = comparison.Protocol.Fingerprint,
        ["users"] = comparison.Protocol.Users,
        ["reference"] = comparison.Models[comparison.ReferenceIndex].Name,
        ["models"] = new JsonArray([.. Enumerable.Range(0, comparison.Models.Count).Select(m => (JsonNode)ModelJson(comparison, m))]),
    };

    private static JsonObject ModelJson(TopNComparison comparison, int m)
    {
        ComparedModel model = comparison.Models[m];
        JsonObject metrics = [];
        for (int c = 0; c < comparison.Columns.Count; c++) metrics[comparison.Title(c)] = CellJson(comparison[m, c], comparison.Options.Alpha);
        return new JsonObject
        {
            ["name"] = model.Name,
            ["fitSeconds"] = model.Fit is { } fit ? Math.Round(fit.TotalSeconds, 3) : null,
            ["evaluationSeconds"] = Math.Round(model.Report.Elapsed.TotalSeconds, 3),
            ["metrics"] = metrics,
        };
    }

    private static JsonObject CellJson(ComparisonCell cell, double alpha) => new()
    {
        ["value"] = Number(cell.Value),
        ["low"] = Number(cell.Interval.Low),
        ["high"] = Number(cell.Interval.High),
        ["difference"] = cell.Difference is { } difference ? Number(difference.Value) : null,
        ["adjustedPValue"] = Number(cell.AdjustedPValue),
        ["mark"] = cell.Mark(alpha),
    };

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static string Cell(TopNComparison comparison, int m, int c, bool intervals)
    {
        ComparisonCell cell = comparison[m, c];
        string range = intervals && double.IsFinite(cell.Interval.Low) ? $"\n{cell.Interval.Low:0.0000}–{cell.Interval.High:0.0000}" : "";
        return $"{cell.Value:0.0000}{cell.Mark(comparison.Options.Alpha)}{range}";
    }
}
