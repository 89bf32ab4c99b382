namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Counts that make a figure less certain than it looks.</summary>
internal static class WarningTable
{
    internal static Html Draw(TopNComparison comparison)
    {
        int cutoff = comparison.Columns[0].Cutoff;
        TopNReport first = comparison.Models[0].Report;
        string[] columns = [$"Tied at the cut @{cutoff}", "All scores equal", "All scores 0", "Empty lists"];
        IEnumerable<Html> rows = comparison.Models.Select((model, m) => TableMarkup.Row(
        [
            TableMarkup.RowHead(Plot.Colour(m), model.Name),
            .. new[] { model.Report.TiedAtCut(cutoff), model.Report.ConstantRows, model.Report.ZeroRows, model.Report.EmptyLists }.Select(count => Share(count, first.Users)),
        ]));
        return Html.Of(
            $"""
            <p class="lead">Users whose relevant item shares its score with others across the cut: chance decided. Users for whom all items score alike: their list
            was drawn by lot. {Overlap(first)}</p>
            {TableMarkup.Table("What to be wary of", [TableMarkup.Head("Model"), .. columns.Select(TableMarkup.NumberHead)], rows)}
            """);
    }

    private static Html Share(int count, int users) => TableMarkup.Number(Html.Of($"{Figures.Count(count)}"), count == 0 ? null : Figures.Percent((double)count / users));

    private static string Overlap(TopNReport report)
    {
        List<string> found = [];
        if (report.RelevantSeen > 0) found.Add($"{Figures.Count(report.RelevantSeen)} held-out items are in their user's history: training and test part overlap");
        if (report.NegativesRelevant > 0) found.Add($"{Figures.Count(report.NegativesRelevant)} negatives are relevant and count as relevant");
        if (report.NegativesSeen > 0) found.Add($"{Figures.Count(report.NegativesSeen)} negatives are in their user's history and were left out");
        return found.Count == 0 ? "No held-out item is in its user's history." : string.Join("; ", found) + ".";
    }
}
