using Winnow.Evaluation.Internals;
using Winnow.Numerics;

namespace Winnow.Evaluation;

/// <summary>Scores all rows with the values of one feature taken from other rows.</summary>
/// <param name="feature">Number of the feature to permute, or <see cref="PermutationImportance.Intact"/>.</param>
/// <param name="sourceRow">Row i takes its value of that feature from row sourceRow[i], shape [rows].</param>
/// <param name="scores">To be filled with probabilities, shape [rows].</param>
public delegate void PermutedScorer(int feature, ReadOnlySpan<int> sourceRow, Span<float> scores);

/// <summary>Permutation importance: how much worse a trained model ranks when one feature is shuffled over the rows.</summary>
/// <remarks>Breiman, Machine Learning 45(1), 2001; Fisher, Rudin and Dominici, JMLR 20(177), 2019. It says what this model
/// leans on, not what causes clicks; two features that carry the same information share their importance.</remarks>
public static class PermutationImportance
{
    /// <summary>The feature number that stands for "none permuted".</summary>
    public const int Intact = -1;

    /// <summary>Measures every feature.</summary>
    /// <param name="features">Names, in the numbering of <paramref name="scorer"/>.</param>
    /// <param name="labels">0 or 1, shape [n], both classes present.</param>
    /// <param name="scorer">Scores the rows with one feature permuted; called 1 + features × repeats times.</param>
    /// <param name="repeats">Permutations a feature, at least 1. Each takes a pass over the rows.</param>
    /// <param name="seed">Seed of the permutations; all features of one repeat see the same one.</param>
    /// <returns>One result a feature, the most important first; equals in the order given.</returns>
    /// <exception cref="ArgumentException">As for <see cref="PointwiseMetrics.Compute"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="repeats"/> is below 1.</exception>
    public static IReadOnlyList<FeatureImportance> Measure(
        IReadOnlyList<string> features, ReadOnlySpan<float> labels, PermutedScorer scorer, int repeats = 1, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(scorer);
        if (repeats < 1) Throw.OptionOutOfRange(nameof(repeats), repeats, "[1, …)");
        int[] sourceRow = [.. Enumerable.Range(0, labels.Length)];
        float[] scores = new float[labels.Length];
        (double auc, double loss) intact = Judge(Intact, labels);

        double[,] drops = new double[features.Count, repeats], rises = new double[features.Count, repeats];
        for (int r = 0; r < repeats; r++)
        {
            new RandomStream(seed, "permutation importance").Fork((ulong)r).Shuffle<int>(sourceRow);
            for (int f = 0; f < features.Count; f++)
            {
                (double auc, double loss) = Judge(f, labels);
                (drops[f, r], rises[f, r]) = (intact.auc - auc, loss - intact.loss);
            }
        }
        return [.. features.Select((name, f) => Summarize(name, Row(drops, f), Row(rises, f))).OrderByDescending(i => i.AucDrop)];

        (double Auc, double LogLoss) Judge(int feature, ReadOnlySpan<float> labels)
        {
            scorer(feature, sourceRow, scores);
            return (PointwiseMetrics.Auc(scores, labels), PointwiseMetrics.LogLoss(scores, labels));
        }
    }

    private static FeatureImportance Summarize(string name, double[] drops, double[] rises)
    {
        double mean = drops.Average();
        double deviation = drops.Length < 2 ? 0 : Math.Sqrt(drops.Sum(d => (d - mean) * (d - mean)) / (drops.Length - 1));
        return new FeatureImportance(name, mean, rises.Average(), deviation);
    }

    private static double[] Row(double[,] values, int row) =>
        [.. Enumerable.Range(0, values.GetLength(1)).Select(column => values[row, column])];
}
