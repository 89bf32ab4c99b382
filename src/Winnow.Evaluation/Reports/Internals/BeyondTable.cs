namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Coverage, concentration, popularity and novelty of each model's lists.</summary>
internal static class BeyondTable
{
    private static readonly (string Name, TopNMetric Metric, Func<double, string> Write)[] Columns =
    [
        ("Coverage", TopNMetric.ItemCoverage, Figures.Percent),
        ("Gini", TopNMetric.Gini, Figures.Ratio),
        ("Entropy, bits", TopNMetric.Entropy, Figures.Ratio),
        ("Popularity", TopNMetric.AveragePopularity, Figures.Percent),
        ("Novelty, bits", TopNMetric.Novelty, Figures.Ratio),
        ("Inter-list diversity", TopNMetric.InterListDiversity, Figures.Ratio),
        ("Diversity", TopNMetric.IntraListDiversity, Figures.Ratio),
    ];

    internal static Html Draw(TopNComparison comparison)
    {
        int cutoff = comparison.Columns[0].Cutoff;
        (string Name, TopNMetric Metric, Func<double, string> Write)[] columns =
            [.. Columns.Where(column => column.Metric != TopNMetric.IntraListDiversity || comparison.Models.All(model => model.Report.HasDiversity))];
        IEnumerable<Html> rows = comparison.Models.Select((model, m) => TableMarkup.Row(
        [
            TableMarkup.RowHead(Plot.Colour(m), model.Name),
            .. columns.Select(column => TableMarkup.Number(column.Write(model.Report.Mean(column.Metric, cutoff)))),
        ]));
        return TableMarkup.Table("What the lists are made of", [TableMarkup.Head("Model"), .. columns.Select(column => TableMarkup.NumberHead(column.Name))], rows);
    }
}
