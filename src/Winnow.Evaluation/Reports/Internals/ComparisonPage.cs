namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The page on several recommenders: what it shows, and in which order.</summary>
internal static class ComparisonPage
{
    internal static Html Render(ComparisonReport report)
    {
        TopNComparison comparison = report.Comparison;
        return Page.Frame(report.Title, report.Subtitle, Html.Of(
            $"""
            {RecommenderVerdict.Draw(comparison)}
            <section><h2>Accuracy</h2>{RecommenderTable.Draw(comparison)}</section>
            {RivalTable.Draw(comparison)}
            {TradeOffs(comparison)}
            <section><h2>What the lists are made of</h2>
            <p class="lead">Two models of equal accuracy may show a user very different shops. All @{comparison.Columns[0].Cutoff}.</p>
            {BeyondTable.Draw(comparison)}</section>
            {GroupSection.Draw(comparison)}
            {Time(comparison)}
            <section><h2>What to be wary of</h2>{WarningTable.Draw(comparison)}</section>
            {ProtocolList.Draw(report)}
            {ProvenanceList.Draw(report.Provenance)}
            {FormulaGuide.Draw(comparison)}
            """));
    }

    private static Html TradeOffs(TopNComparison comparison)
    {
        int cutoff = comparison.Columns[0].Cutoff;
        ScatterPlot plot = new(comparison);
        return Html.Of(
            $"""
            <section><h2>Accuracy against coverage and popularity</h2>
            <p class="lead">To the right: more of the catalogue is shown to somebody, or what is shown is taken by more users anyway. A model that is
            only accurate where everybody goes stands at the right of the second plot.</p>
            <div class="pair">
            {plot.Draw("Catalogue coverage", "share of the catalogue in at least one list", m => m.Report.Mean(TopNMetric.ItemCoverage, cutoff), false)}
            {plot.Draw("Popularity of what is shown", "mean share of training users that took a listed item", m => m.Report.Mean(TopNMetric.AveragePopularity, cutoff), false)}
            </div></section>
            """);
    }

    private static Html Time(TopNComparison comparison)
    {
        ScatterPlot plot = new(comparison);
        return Html.Of(
            $"""
            <section><h2>Time against accuracy</h2>
            <p class="lead">Scales of time are logarithmic. Scoring is for all judged users, summed over threads.</p>
            <div class="pair">
            {plot.Draw("Fitting", "time to fit", m => m.Fit?.TotalSeconds ?? double.NaN, true)}
            {plot.Draw("Scoring", "time to score", m => m.Report.Scoring.TotalSeconds, true)}
            </div>{TimeTable.Draw(comparison)}</section>
            """);
    }
}
