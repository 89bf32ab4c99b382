using Winnow.Evaluation.Internals;
using Winnow.Numerics;

namespace Winnow.Evaluation;

/// <summary>Paired tests over users.</summary>
public static class PairedUserTest
{
    /// <summary>Beyond this many users that differ, the distribution over flips is normal to all printed digits, and is taken as such.</summary>
    public const int NormalFrom = 20_000;

    /// <summary>Random flips of signs: two-sided probability of so large a mean difference between equal models.</summary>
    /// <param name="a">A metric of each user under model A, shape [users].</param>
    /// <param name="b">The same under model B. Users with NaN in either are left out.</param>
    /// <param name="flips">Number of random flips, at least 100.</param>
    /// <param name="seed">Seed of the flips (stream <c>randomization</c>).</param>
    /// <returns>(1 + flips at least as extreme) / (1 + flips), so never 0; 1 if no user differs.</returns>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Randomization(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int flips = 10_000, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(flips, 100);
        double[] differences = Differences(a, b);
        if (differences.Length == 0) return 1;
        if (differences.Length > NormalFrom)
            return NormalDistribution.TwoSidedPValue(differences.Sum(), Math.Sqrt(differences.Sum(d => d * d)));
        return SignFlips.PValue(differences, flips, new RandomStream(seed, "randomization"));
    }

    /// <summary>Signed ranks: two-sided, by the normal distribution with the variance corrected for ties.</summary>
    /// <returns>1 if no user differs.</returns>
    /// <inheritdoc cref="Randomization"/>
    public static double Wilcoxon(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double[] differences = Differences(a, b);
        double n = differences.Length, positive = 0, tied = 0;
        Array.Sort([.. differences.Select(Math.Abs)], differences);
        for (int start = 0, end; start < differences.Length; start = end)
        {
            for (end = start + 1; end < differences.Length && Math.Abs(differences[end]) == Math.Abs(differences[start]);) end++;
            double rank = (start + 1 + end) / 2.0, ties = end - start;
            tied += ties * ties * ties - ties;
            for (int i = start; i < end; i++)
                if (differences[i] > 0) positive += rank;
        }
        double variance = n * (n + 1) * (2 * n + 1) / 24 - tied / 48;
        return n == 0 ? 1 : NormalDistribution.TwoSidedPValue(positive - n * (n + 1) / 4, Math.Sqrt(variance));
    }

    /// <summary>A − B of the users that differ.</summary>
    private static double[] Differences(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"{a.Length} users came for model A and {b.Length} for model B; they must be the same users.", nameof(b));
        List<double> differences = [];
        for (int i = 0; i < a.Length; i++)
        {
            double difference = (double)a[i] - b[i];
            if (difference is not (0 or double.NaN)) differences.Add(difference);
        }
        return [.. differences];
    }
}
