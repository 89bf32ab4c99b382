namespace Winnow.Evaluation.Reports.Internals;

/// <summary>What fitting and judging took.</summary>
internal static class TimeTable
{
    private static readonly string[] Columns = ["Fit", "Score", "Rank", "Judge, in all"];

    internal static Html Draw(TopNComparison comparison)
    {
        IEnumerable<Html> rows = comparison.Models.Select((model, m) => TableMarkup.Row(
        [
            TableMarkup.RowHead(Plot.Colour(m), model.Name),
            TableMarkup.Number(model.Fit is { } fit ? Figures.Time(fit.TotalSeconds) : "–"),
            TableMarkup.Number(Figures.Time(model.Report.Scoring.TotalSeconds)),
            TableMarkup.Number(Figures.Time(model.Report.Ranking.TotalSeconds)),
            TableMarkup.Number(Figures.Time(model.Report.Elapsed.TotalSeconds)),
        ]));
        return TableMarkup.Table("Time", [TableMarkup.Head("Model"), .. Columns.Select(TableMarkup.NumberHead)], rows);
    }
}
