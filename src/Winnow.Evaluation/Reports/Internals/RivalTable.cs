namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Each model against the reference in the first column, on the same users.</summary>
internal static class RivalTable
{
    internal static Html Draw(TopNComparison comparison)
    {
        int[] rivals = [.. Enumerable.Range(0, comparison.Models.Count).Where(m => comparison[m, 0].Difference is not null)];
        if (rivals.Length == 0) return Html.Empty;
        string reference = comparison.Models[comparison.ReferenceIndex].Name;
        double[] ends = [0, .. rivals.SelectMany(m => Ends(comparison[m, 0].Difference!.Value)).Where(double.IsFinite)];
        IntervalStrip strip = new(ends.Min(), ends.Max(), reference: 0);
        Html[] heads =
        [
            TableMarkup.Head("Model"), TableMarkup.StripHead($"{comparison.Title(0)} gained"),
            TableMarkup.NumberHead("Δ"), TableMarkup.NumberHead("p"), TableMarkup.NumberHead("p, Holm"),
        ];
        Html foot = TableMarkup.Foot(strip.Foot(), 3, $"p: two-sided, {RecommenderTable.TestName(comparison.Options.Test)}.");
        return Html.Of(
            $"""
            <section><h2>Against {reference}</h2>
            <p class="lead">Differences on the same users. All models find some users easy and some hard, so the interval of a difference is much narrower than
            those of the two models: two intervals may overlap and the difference still be certain.</p>
            {TableMarkup.Table($"Differences against {reference}", heads, rivals.Select(m => Row(comparison, m, strip)), foot)}</section>
            """);
    }

    private static Html Row(TopNComparison comparison, int model, IntervalStrip strip)
    {
        ComparisonCell cell = comparison[model, 0];
        Difference difference = cell.Difference!.Value;
        string name = comparison.Models[model].Name;
        return TableMarkup.Row(
        [
            TableMarkup.RowHead(Plot.Colour(model), name),
            TableMarkup.Strip(strip.Draw(model, difference.Value, difference.Interval, name)),
            TableMarkup.Number(Html.Of($"""{Figures.Signed(difference.Value)}<span class="sign">{cell.Mark(comparison.Options.Alpha)}</span>"""),
                $"{Figures.Signed(difference.Interval.Low)} to {Figures.Signed(difference.Interval.High)}"),
            TableMarkup.Number(Figures.PValue(difference.PValue)),
            TableMarkup.Number(Figures.PValue(cell.AdjustedPValue)),
        ]);
    }

    private static double[] Ends(Difference difference) => [difference.Value, difference.Interval.Low, difference.Interval.High];
}
