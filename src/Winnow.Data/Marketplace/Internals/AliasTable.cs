namespace Winnow.Data.Marketplace.Internals;

/// <summary>Draws an index with probability proportional to its weight in constant time.</summary>
/// <remarks>Walker, ACM TOMS 3(3), 1977; built in linear time as by Vose, IEEE TSE 17(9), 1991.</remarks>
internal sealed class AliasTable
{
    private readonly uint[] _thresholds;
    private readonly int[] _aliases;

    /// <param name="weights">At least one weight, all finite and ≥ 0, not all 0.</param>
    internal AliasTable(ReadOnlySpan<double> weights)
    {
        int n = weights.Length;
        (_thresholds, _aliases) = (new uint[n], new int[n]);
        double total = 0;
        foreach (double weight in weights) total += weight;
        double[] shares = new double[n];
        Stack<int> poor = new(), rich = new();
        for (int i = 0; i < n; i++)
        {
            shares[i] = weights[i] / total * n;
            (shares[i] < 1 ? poor : rich).Push(i);
        }
        while (poor.Count > 0 && rich.Count > 0)
        {
            int p = poor.Pop(), r = rich.Pop();
            (_thresholds[p], _aliases[p]) = ((uint)(shares[p] * uint.MaxValue), r);
            shares[r] -= 1 - shares[p];
            (shares[r] < 1 ? poor : rich).Push(r);
        }
        foreach (int i in poor.Concat(rich)) (_thresholds[i], _aliases[i]) = (uint.MaxValue, i);        // 1 up to rounding
    }

    /// <summary>The index that 64 random bits stand for.</summary>
    internal int Draw(ulong bits)
    {
        int bucket = (int)((bits >> 32) * (ulong)_thresholds.Length >> 32);
        return (uint)bits < _thresholds[bucket] ? bucket : _aliases[bucket];
    }
}
