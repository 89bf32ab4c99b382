namespace Winnow.Evaluation.Internals;

/// <summary>Interval between two percentiles of the resamples.</summary>
internal static class Percentiles
{
    /// <summary>Sorts <paramref name="draws"/>. Draws without a value (NaN: a class was not drawn) are left out; NaN if fewer
    /// than two remain. </summary>
    internal static Interval Interval(double[] draws, double confidence)
    {
        Array.Sort(draws);                                                      // NaN sorts first
        int first = Array.FindIndex(draws, draw => !double.IsNaN(draw));
        if (first < 0 || draws.Length - first < 2) return new Interval(double.NaN, double.NaN, double.NaN);
        ReadOnlySpan<double> sorted = draws.AsSpan(first);
        double tail = (1 - confidence) / 2;
        return new Interval(At(sorted, tail), At(sorted, 1 - tail), StandardDeviation(sorted));
    }

    private static double At(ReadOnlySpan<double> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static double StandardDeviation(ReadOnlySpan<double> values)
    {
        double mean = 0, squares = 0;
        foreach (double value in values) mean += value;
        mean /= values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / (values.Length - 1));
    }
}
