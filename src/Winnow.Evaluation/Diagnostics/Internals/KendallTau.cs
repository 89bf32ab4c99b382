namespace Winnow.Evaluation.Internals;

/// <summary>Kendall's rank correlation with ties (τ-b).</summary>
internal static class KendallTau
{
    /// <summary>τ-b of two rankings of the same things; NaN if one of them has only one value.</summary>
    /// <remarks>Kendall, Biometrika 33, 1945; exchanges are counted by a merge sort (Knight, JASA 61, 1966). O(n log n).</remarks>
    public static double Of(ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        int n = x.Length;
        ulong[] pairs = new ulong[n];                       // x above y, so that a sort orders by x, then by y
        for (int i = 0; i < n; i++) pairs[i] = ((ulong)(uint)x[i] << 32) | (uint)y[i];
        Array.Sort(pairs);
        double all = Pairs(n), tiedX = 0, tiedBoth = 0;
        for (int start = 0; start < n; start = RunEnd(pairs, start, 32)) tiedX += Pairs(RunEnd(pairs, start, 32) - start);
        for (int start = 0; start < n; start = RunEnd(pairs, start, 0)) tiedBoth += Pairs(RunEnd(pairs, start, 0) - start);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = (int)(uint)pairs[i];
        double exchanges = Exchanges(order, new int[n]), tiedY = 0;
        for (int start = 0; start < n;)
        {
            int end = start + 1;
            while (end < n && order[end] == order[start]) end++;
            tiedY += Pairs(end - start);
            start = end;
        }
        double scale = Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY);
        return scale == 0 ? double.NaN : (all - tiedX - tiedY + tiedBoth - 2 * exchanges) / scale;
    }

    private static double Pairs(long n) => 0.5 * n * (n - 1);

    private static int RunEnd(ulong[] pairs, int start, int shift)
    {
        int end = start + 1;
        while (end < pairs.Length && pairs[end] >> shift == pairs[start] >> shift) end++;
        return end;
    }

    /// <summary>Sorts and counts how many pairs stood in the wrong order.</summary>
    private static double Exchanges(Span<int> values, Span<int> scratch)
    {
        if (values.Length < 2) return 0;
        int middle = values.Length / 2;
        double count = Exchanges(values[..middle], scratch[..middle]) + Exchanges(values[middle..], scratch[middle..]);
        int left = 0, right = middle;
        for (int at = 0; at < values.Length; at++)
        {
            bool takeRight = left == middle || (right < values.Length && values[right] < values[left]);
            if (takeRight) count += middle - left;
            scratch[at] = takeRight ? values[right++] : values[left++];
        }
        scratch[..values.Length].CopyTo(values);
        return count;
    }
}
