using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation.Reports;

/// <summary>How scores are spread, positives and negatives apart, in bins of equal width in log-odds.</summary>
/// <param name="LowestLogit">Left edge of the first bin.</param>
/// <param name="BinWidth">Width of a bin in logits.</param>
/// <param name="Negatives">Share of the negatives in each bin; sums to 1, or all 0 without negatives.</param>
/// <param name="Positives">Share of the positives in each bin.</param>
public sealed record ScoreHistogram(
    double LowestLogit, double BinWidth, IReadOnlyList<double> Negatives, IReadOnlyList<double> Positives)
{
    /// <summary>Counts scores into bins.</summary>
    /// <param name="scores">Probabilities, shape [n], n ≥ 1; taken as no nearer to 0 or 1 than 10⁻⁵.</param>
    /// <param name="labels">0 or 1, shape [n].</param>
    /// <param name="bins">Number of bins, 10 to 200.</param>
    /// <returns>The histogram, from the smallest to the largest score.</returns>
    /// <exception cref="ArgumentException">As for <see cref="PointwiseMetrics.Compute"/>.</exception>
    public static ScoreHistogram Compute(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, int bins = 48)
    {
        RowCheck.All(scores, labels, default, default);
        if (bins is < 10 or > 200) Throw.OptionOutOfRange(nameof(bins), bins, "[10, 200]");
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (float score in scores)
        {
            double logit = Logit(score);
            (low, high) = (Math.Min(low, logit), Math.Max(high, logit));
        }
        if (high - low < 0.5) (low, high) = (low - 0.25, high + 0.25);          // a constant scorer still gets bars of some width
        double width = (high - low) / bins;
        double[] negatives = new double[bins], positives = new double[bins];
        for (int i = 0; i < scores.Length; i++)
            (labels[i] != 0 ? positives : negatives)[Math.Min((int)((Logit(scores[i]) - low) / width), bins - 1)]++;
        return new ScoreHistogram(low, width, Shares(negatives), Shares(positives));
    }

    internal static double Logit(double p)
    {
        p = Math.Clamp(p, 1e-5, 1 - 1e-5);
        return Math.Log(p / (1 - p));
    }

    private static double[] Shares(double[] counts)
    {
        double total = counts.Sum();
        return total > 0 ? [.. counts.Select(count => count / total)] : counts;
    }
}
