using System.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Finds an order statistic.</summary>
internal static class Selection
{
    /// <summary>Permutes <paramref name="values"/> so that place <paramref name="n"/> holds what sorting would put there, nothing greater
    /// before it and nothing smaller after it.</summary>
    /// <param name="values">Without NaN.</param>
    /// <param name="n">In [0, length).</param>
    /// <returns>The value at <paramref name="n"/>.</returns>
    /// <remarks>Hoare's quickselect with the median of three; equal values are split evenly. A part that shrinks too slowly is sorted.</remarks>
    internal static T Nth<T>(Span<T> values, int n) where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        int low = 0, high = values.Length - 1;
        for (int rounds = 2 * BitOperations.Log2((uint)values.Length | 1) + 8; high - low > 8 && rounds > 0; rounds--)
        {
            T pivot = MedianOfThree(values[low], values[low + (high - low) / 2], values[high]);
            int i = low - 1, j = high + 1;
            while (true)
            {
                do i++; while (values[i] < pivot);
                do j--; while (pivot < values[j]);
                if (i >= j) break;
                (values[i], values[j]) = (values[j], values[i]);
            }
            if (n <= j) high = j;
            else low = j + 1;
        }
        values[low..(high + 1)].Sort();
        return values[n];
    }

    private static T MedianOfThree<T>(T a, T b, T c) where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (b < a) (a, b) = (b, a);
        if (c < b) b = c;
        return b < a ? a : b;
    }
}
