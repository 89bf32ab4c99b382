using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>Standard error of an AUC, and of the difference of two, in closed form.</summary>
/// <remarks>DeLong, DeLong and Clarke-Pearson, Biometrics 44(3), 1988, in O(n log n) by mid-ranks: Sun and Xu, IEEE Signal
/// Processing Letters 21(11), 2014. Rows are taken as independent and of weight 1; for users drawn as a whole, see
/// <see cref="PairedBootstrap"/>.</remarks>
public static class DeLong
{
    /// <summary>AUC with a normal interval.</summary>
    /// <param name="scores">Any finite scores, shape [n].</param>
    /// <param name="labels">0 or 1, shape [n], at least two of each.</param>
    /// <param name="z">Normal quantile of the interval; default 95 %.</param>
    /// <returns>The AUC and its interval, cut to [0, 1]; NaN with fewer than two rows of a class.</returns>
    /// <exception cref="ArgumentException">No rows, a score is not finite, a label is not 0 or 1, or lengths differ.</exception>
    public static (double Auc, Interval Interval) Auc(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, double z = WilsonInterval.Z95)
    {
        double[] placements = Placements(scores, labels);
        (double auc, double error) = Spread(placements, labels);
        return (auc, new Interval(Math.Max(0, auc - z * error), Math.Min(1, auc + z * error), error));
    }

    /// <summary>AUC of A minus AUC of B on the same rows, with a normal interval and test.</summary>
    /// <param name="scoresA">Finite scores of model A, shape [n].</param>
    /// <param name="scoresB">Finite scores of model B, shape [n].</param>
    /// <param name="labels">0 or 1, shape [n], at least two of each.</param>
    /// <param name="z">Normal quantile of the interval; default 95 %.</param>
    /// <returns>The difference; NaN with fewer than two rows of a class.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Auc"/>.</exception>
    public static Difference Compare(
        ReadOnlySpan<float> scoresA, ReadOnlySpan<float> scoresB, ReadOnlySpan<float> labels, double z = WilsonInterval.Z95)
    {
        double[] a = Placements(scoresA, labels), b = Placements(scoresB, labels);
        for (int i = 0; i < a.Length; i++) a[i] -= b[i];
        (double difference, double error) = Spread(a, labels);
        Interval interval = new(difference - z * error, difference + z * error, error);
        return new Difference(difference, interval, NormalDistribution.TwoSidedPValue(difference, error));
    }

    /// <summary>For a positive the share of negatives below it, for a negative the share of positives above it; equals count
    /// one half. </summary>
    private static double[] Placements(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels)
    {
        RowCheck.Scores(scores, probabilities: false);
        RowCheck.Labels(labels, scores.Length);
        uint[] entries = ScoreOrder.Sort(scores, labels).Entries;
        double positives = 0;
        foreach (float label in labels) positives += label;
        double negatives = labels.Length - positives, positivesBelow = 0, negativesBelow = 0;
        double[] placements = new double[scores.Length];
        for (int start = 0, end; start < entries.Length; start = end)
        {
            (end, int positivesHere) = TieRun(entries, start);
            int negativesHere = end - start - positivesHere;
            double ofPositive = (negativesBelow + 0.5 * negativesHere) / negatives;
            double ofNegative = (positives - positivesBelow - 0.5 * positivesHere) / positives;
            for (int i = start; i < end; i++)
                placements[ScoreOrder.RowOf(entries[i])] = ScoreOrder.IsPositive(entries[i]) ? ofPositive : ofNegative;
            positivesBelow += positivesHere;
            negativesBelow += negativesHere;
        }
        return placements;
    }

    private static (int End, int Positives) TieRun(uint[] entries, int start)
    {
        int end = start, positives = 0;
        do
        {
            if (ScoreOrder.IsPositive(entries[end])) positives++;
            end++;
        }
        while (end < entries.Length && !ScoreOrder.StartsTie(entries[end]));
        return (end, positives);
    }

    /// <summary>Mean of the positives' placements, and √(S₁/P + S₀/N) with S the variance within a class.</summary>
    private static (double Mean, double Error) Spread(double[] placements, ReadOnlySpan<float> labels)
    {
        (double mean, double variance) = Moments(placements, labels, 1);
        (_, double varianceOfNegatives) = Moments(placements, labels, 0);
        return (mean, Math.Sqrt(variance + varianceOfNegatives));
    }

    private static (double Mean, double VarianceOfMean) Moments(double[] values, ReadOnlySpan<float> labels, float label)
    {
        double sum = 0, squares = 0;
        int count = 0;
        for (int i = 0; i < values.Length; i++)
            if (labels[i] == label) { sum += values[i]; count++; }
        double mean = sum / count;
        for (int i = 0; i < values.Length; i++)
            if (labels[i] == label) squares += (values[i] - mean) * (values[i] - mean);
        return (mean, squares / (count - 1) / count);
    }
}
