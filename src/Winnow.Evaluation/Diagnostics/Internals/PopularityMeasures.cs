namespace Winnow.Evaluation.Internals;

/// <summary>How unequally interactions are spread over items.</summary>
internal static class PopularityMeasures
{
    /// <summary>Gini index of counts in ascending order: Σᵢ (2i − n − 1) cᵢ / (n Σ c); 0 if all are equal, NaN if there are none.</summary>
    public static double Gini(ReadOnlySpan<int> ascending)
    {
        double weighted = 0, sum = 0;
        for (int i = 0; i < ascending.Length; i++)
        {
            weighted += (2.0 * (i + 1) - ascending.Length - 1) * ascending[i];
            sum += ascending[i];
        }
        return weighted / (ascending.Length * sum);
    }

    /// <summary>Shannon entropy of counts in bits; NaN if their sum is 0.</summary>
    public static double Shannon(ReadOnlySpan<int> counts)
    {
        double sum = 0, entropy = 0;
        foreach (int count in counts) sum += count;
        foreach (int count in counts)
            if (count > 0) entropy -= count / sum * Math.Log2(count / sum);
        return sum == 0 ? double.NaN : entropy;
    }
}
