namespace Winnow.Evaluation.Internals;

/// <summary>The metrics of one user's list, from the ranks of its hits.</summary>
internal static class AccuracyFormula
{
    /// <summary>The value of a metric.</summary>
    /// <param name="metric">One up to <see cref="TopNMetric.NdcgRetrieved"/>.</param>
    /// <param name="ranks">Ranks of all hits, from 1, ascending; those beyond <paramref name="k"/> are passed over.</param>
    /// <param name="relevant">Relevant items of the user, at least 1.</param>
    /// <param name="listLength">Length of his list before the cut.</param>
    /// <param name="k">The cut-off.</param>
    internal static double Of(TopNMetric metric, ReadOnlySpan<int> ranks, int relevant, int listLength, int k)
    {
        while (!ranks.IsEmpty && ranks[^1] > k) ranks = ranks[..^1];
        if (ranks.IsEmpty) return 0;
        int hits = ranks.Length, cut = Math.Min(listLength, k);
        return metric switch
        {
            TopNMetric.HitRate => 1,
            TopNMetric.Hits => hits,
            TopNMetric.Precision => (double)hits / k,
            TopNMetric.PrecisionList => (double)hits / cut,
            TopNMetric.Recall => (double)hits / relevant,
            TopNMetric.RecallMin => (double)hits / Math.Min(k, relevant),
            TopNMetric.Map => PrecisionSum(ranks) / Math.Min(relevant, k),
            TopNMetric.MapList => PrecisionSum(ranks) / Math.Min(relevant, cut),
            TopNMetric.MapAll => PrecisionSum(ranks) / relevant,
            TopNMetric.MapCutoff => PrecisionSum(ranks) / k,
            TopNMetric.MapHits => PrecisionSum(ranks) / hits,
            TopNMetric.Mrr => 1.0 / ranks[0],
            TopNMetric.ReciprocalHits => ReciprocalSum(ranks),
            TopNMetric.Ndcg => Gain(ranks) / Discounts.First(Math.Min(relevant, k)),
            TopNMetric.NdcgIdealAll => Gain(ranks) / Discounts.First(relevant),
            TopNMetric.NdcgRetrieved => Gain(ranks) / Discounts.First(hits),
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric of one list."),
        };
    }

    private static double PrecisionSum(ReadOnlySpan<int> ranks)
    {
        double sum = 0;
        for (int j = 0; j < ranks.Length; j++) sum += (j + 1.0) / ranks[j];
        return sum;
    }

    private static double ReciprocalSum(ReadOnlySpan<int> ranks)
    {
        double sum = 0;
        foreach (int rank in ranks) sum += 1.0 / rank;
        return sum;
    }

    private static double Gain(ReadOnlySpan<int> ranks)
    {
        double sum = 0;
        foreach (int rank in ranks) sum += Discounts.At(rank);
        return sum;
    }

    /// <summary>1 / log₂(rank + 1) and its running sums, from a table as far as that reaches.</summary>
    private static class Discounts
    {
        private static readonly double[] OfRank = [0, .. Enumerable.Range(1, 1024).Select(rank => 1 / Math.Log2(rank + 1.0))];
        private static readonly double[] Sums = RunningSums();

        internal static double At(int rank) => rank < OfRank.Length ? OfRank[rank] : 1 / Math.Log2(rank + 1.0);

        internal static double First(int ranks)
        {
            if (ranks < Sums.Length) return Sums[ranks];
            double sum = Sums[^1];
            for (int rank = Sums.Length; rank <= ranks; rank++) sum += At(rank);
            return sum;
        }

        private static double[] RunningSums()
        {
            double[] sums = new double[OfRank.Length];
            for (int rank = 1; rank < sums.Length; rank++) sums[rank] = sums[rank - 1] + OfRank[rank];
            return sums;
        }
    }
}
