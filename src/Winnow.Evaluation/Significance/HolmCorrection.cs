namespace Winnow.Evaluation;

/// <summary>Corrects for having made several comparisons.</summary>
public static class HolmCorrection
{
    /// <summary>Adjusted p-values: below α means significant though all were tried; the chance of any false alarm is at most α.</summary>
    /// <param name="pValues">One a comparison; NaN: there was none, and it does not count.</param>
    /// <returns>In the same order: the i-th smallest of m is max over the smaller ones of (m − i + 1) p, at most 1.</returns>
    /// <remarks>Holm, Scandinavian Journal of Statistics 6(2), 1979.</remarks>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        double[] sorted = pValues.ToArray(), adjusted = new double[pValues.Length];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);                              // NaN sorts first
        int missing = sorted.Count(double.IsNaN);
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i >= missing) largest = Math.Max(largest, Math.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[order[i]] = i < missing ? double.NaN : largest;
        }
        return adjusted;
    }
}
