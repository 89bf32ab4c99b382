namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The definition of every metric that the page shows.</summary>
internal static class FormulaGuide
{
    private static readonly TopNMetric[] OfLists =
        [TopNMetric.ItemCoverage, TopNMetric.Gini, TopNMetric.Entropy, TopNMetric.AveragePopularity, TopNMetric.Novelty, TopNMetric.InterListDiversity];

    internal static Html Draw(TopNComparison comparison)
    {
        MetricDefinitions definitions = comparison.Protocol.Definitions;
        IEnumerable<TopNMetric> shown = comparison.Columns.Select(column => column.Metric).Concat(OfLists).Select(definitions.Resolve);
        if (comparison.Models.All(model => model.Report.HasDiversity)) shown = shown.Append(TopNMetric.IntraListDiversity);
        IEnumerable<Html> rows = shown.Distinct().Select(metric => Html.Of($"<div><dt>{MetricNames.Of(metric)}</dt><dd>{MetricNames.Formula(metric)}</dd></div>"));
        return Html.Of(
            $"""
            <section><h2>Definitions</h2>
            <p class="lead">L is a user's list cut at k, h the hits in it, r their ranks from 1, n his relevant items, N the items of the catalogue, c how many lists
            contain an item. Means are over users with a relevant item; an empty list counts 0.</p>
            <dl class="guide">{rows}</dl></section>
            """);
    }
}
