namespace Winnow.Evaluation.Internals;

/// <summary>Metrics of how often each item of the catalogue is in lists.</summary>
internal static class CatalogueFormula
{
    /// <summary>The value of a metric; NaN if no list has an item.</summary>
    /// <param name="metric">One from <see cref="TopNMetric.ItemCoverage"/> to <see cref="TopNMetric.InterListDiversity"/>.</param>
    /// <param name="counts">Lists that contain each item, shape [items].</param>
    /// <param name="users">Number of lists.</param>
    /// <param name="k">The cut-off.</param>
    internal static double Of(TopNMetric metric, ReadOnlySpan<int> counts, int users, int k)
    {
        double total = 0;
        foreach (int count in counts) total += count;
        if (total == 0) return metric == TopNMetric.ItemCoverage ? 0 : double.NaN;
        return metric switch
        {
            TopNMetric.ItemCoverage => Covered(counts),
            TopNMetric.Gini => Ascending(counts, total, (rank, items) => (2.0 * rank - items - 1) / items),
            TopNMetric.GiniDiversity => 2 * Ascending(counts, total, (rank, items) => (items + 1.0 - rank) / (items + 1.0)),
            TopNMetric.Entropy => Sum(counts, total, share => -share * Math.Log2(share)),
            TopNMetric.Herfindahl => 1 - Sum(counts, total, share => share * share),
            TopNMetric.InterListDiversity => 1 - SharedPairs(counts) / ((double)k * users * (users - 1.0)),
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric of the catalogue."),
        };
    }

    private static double Covered(ReadOnlySpan<int> counts) => (double)(counts.Length - counts.Count(0)) / counts.Length;

    private static double Ascending(ReadOnlySpan<int> counts, double total, Func<int, int, double> weight)
    {
        int[] ascending = counts.ToArray();
        Array.Sort(ascending);
        double sum = 0;
        for (int i = 0; i < ascending.Length; i++) sum += weight(i + 1, ascending.Length) * ascending[i];
        return sum / total;
    }

    private static double Sum(ReadOnlySpan<int> counts, double total, Func<double, double> term)
    {
        double sum = 0;
        foreach (int count in counts)
            if (count > 0) sum += term(count / total);
        return sum;
    }

    private static double SharedPairs(ReadOnlySpan<int> counts)
    {
        double sum = 0;
        foreach (int count in counts) sum += (double)count * (count - 1);
        return sum;
    }
}
