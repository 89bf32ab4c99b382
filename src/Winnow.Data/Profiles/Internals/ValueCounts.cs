namespace Winnow.Data;

/// <summary>Counts distinct values exactly up to a limit; beyond it, keeps the exact counts of a random part of the values: those
/// whose hash starts with enough zeros.</summary>
/// <remarks>Adaptive sampling of values (Flajolet, Computing 43, 1990): a value is in the sample or not, whatever its frequency,
/// so the shape of the popularity distribution survives.</remarks>
internal sealed class ValueCounts
{
    public const int MostValues = 1 << 16;

    private Dictionary<ulong, long> _counts = [];
    private readonly HyperLogLog _distinct = new();
    private int _zeros;

    public bool IsExact => _zeros == 0;

    public long Distinct => IsExact ? _counts.Count : (long)Math.Round(_distinct.Estimate());

    public void Add(ulong hash)
    {
        _distinct.Add(hash);
        if (_zeros > 0 && hash << (64 - _zeros) != 0) return;
        _counts[hash] = _counts.GetValueOrDefault(hash) + 1;
        while (_counts.Count > MostValues) Halve();
    }

    /// <summary>Σᵢ (2i − n − 1) cᵢ / (n Σ c), counts c ascending, i from 1; 0 if there are no values.</summary>
    public double Gini()
    {
        long[] counts = [.. _counts.Values.Order()];
        double n = counts.Length, weighted = 0, sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            weighted += (2.0 * (i + 1) - n - 1) * counts[i];
            sum += counts[i];
        }
        return sum == 0 ? 0 : weighted / (n * sum);
    }

    private void Halve()
    {
        _zeros++;
        _counts = _counts.Where(c => c.Key << (64 - _zeros) == 0).ToDictionary();
    }
}
