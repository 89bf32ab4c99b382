namespace Winnow.Evaluation.Internals;

/// <summary>A figure of the random draws, gathered to be held against that of the split.</summary>
internal sealed class DrawStatistics(int draws)
{
    /// <summary>Sums in another order differ by this little; that is no difference.</summary>
    private const double Rounding = 1e-12;

    private readonly double[] _values = new double[draws];

    public double this[int draw]
    {
        set => _values[draw] = value;
    }

    /// <summary>Closes the books; both tails speak against the split, or the upper one only.</summary>
    public ReferenceFigure Against(double observed, bool upperOnly = false)
    {
        double[] sorted = [.. _values];
        Array.Sort(sorted);
        double mean = sorted.Average(), p = PValue(sorted, observed, mean, upperOnly);
        return new ReferenceFigure(observed, mean, Quantile(sorted, 0.025), Quantile(sorted, 0.975), p);
    }

    /// <summary>By rank among the draws; outside all of them by the normal distribution with their mean and deviation, because ranks
    /// cannot tell how far outside.</summary>
    private static double PValue(double[] sorted, double observed, double mean, bool upperOnly)
    {
        int above = sorted.Count(v => v >= observed - Rounding), below = sorted.Count(v => v <= observed + Rounding);
        int outside = upperOnly ? above : Math.Min(above, below), tails = upperOnly ? 1 : 2;
        double byRank = Math.Min(1, tails * (1.0 + outside) / (1 + sorted.Length));
        if (outside > 0) return byRank;
        double deviation = Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / (sorted.Length - 1));
        if (deviation == 0) return byRank;
        double byDistance = tails * NormalDistribution.UpperTail(Math.Abs(observed - mean) / deviation);
        return Math.Min(byRank, Math.Max(byDistance, double.Epsilon));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int low = (int)place;
        return sorted[low] + (place - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]);
    }
}
