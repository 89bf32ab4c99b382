using System.Globalization;

namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Every model with every column: value, interval, mark.</summary>
internal static class RecommenderTable
{
    internal static Html Draw(TopNComparison comparison)
    {
        double[] ends = [.. Enumerable.Range(0, comparison.Models.Count).SelectMany(m => Ends(comparison[m, 0])).Where(double.IsFinite)];
        IntervalStrip? strip = ends.Length > 0 ? new IntervalStrip(ends.Min(), ends.Max(), comparison[comparison.ReferenceIndex, 0].Value) : null;
        List<Html> heads = [TableMarkup.Head("Model")];
        if (strip is not null) heads.Add(TableMarkup.StripHead(comparison.Title(0)));
        heads.AddRange(Enumerable.Range(0, comparison.Columns.Count).Select(c => TableMarkup.NumberHead(comparison.Title(c))));
        Html? foot = strip is null ? null : TableMarkup.Foot(strip.Foot(), comparison.Columns.Count, Note(comparison));
        return TableMarkup.Table("Accuracy", heads, Enumerable.Range(0, comparison.Models.Count).Select(m => Row(comparison, m, strip)), foot);
    }

    private static string Note(TopNComparison comparison) =>
        $"▲ ▼ significantly above or below {comparison.Models[comparison.ReferenceIndex].Name} at {Level(comparison.Options.Alpha)}, {TestName(comparison.Options.Test)}, "
        + $"Holm-corrected over the models of a column. Under each figure its {Level(comparison.Options.Bootstrap.Confidence)} interval over users "
        + $"({Figures.Count(comparison.Options.Bootstrap.Resamples)} resamples). The best of a column is bold.";

    private static string Level(double share) => (100 * share).ToString("0.## '%'", CultureInfo.InvariantCulture);

    internal static string TestName(PairedTest test) => test switch
    {
        PairedTest.Randomization => "randomisation test over users",
        PairedTest.Bootstrap => "paired bootstrap over users",
        _ => "Wilcoxon signed ranks over users",
    };

    private static Html Row(TopNComparison comparison, int model, IntervalStrip? strip)
    {
        List<Html> cells = [TableMarkup.RowHead(Plot.Colour(model), comparison.Models[model].Name, model == comparison.ReferenceIndex ? Html.Of($"""<span class="about">reference</span>""") : null)];
        if (strip is not null) cells.Add(TableMarkup.Strip(strip.Draw(model, comparison[model, 0].Value, comparison[model, 0].Interval, comparison.Models[model].Name)));
        for (int c = 0; c < comparison.Columns.Count; c++) cells.Add(Cell(comparison, model, c));
        return TableMarkup.Row(cells);
    }

    private static Html Cell(TopNComparison comparison, int model, int column)
    {
        ComparisonCell cell = comparison[model, column];
        bool best = MetricNames.HigherIsBetter(comparison.Columns[column].Metric) == true
            && Enumerable.Range(0, comparison.Models.Count).All(m => !(comparison[m, column].Value > cell.Value));
        string figure = Figures.Metric(cell.Value);
        Html value = best ? Html.Of($"<strong>{figure}</strong>") : Html.Of($"{figure}");
        Html mark = Html.Of($"""<span class="sign">{cell.Mark(comparison.Options.Alpha)}</span>""");
        return TableMarkup.Number(Html.Of($"{value}{mark}"), double.IsNaN(cell.Interval.Low) ? null : Figures.Between(cell.Interval));
    }

    private static double[] Ends(ComparisonCell cell) => [cell.Value, cell.Interval.Low, cell.Interval.High];
}
