using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The distinct keys of a batch, and the way from its positions to them and back. Reusable: each
/// <see cref="Reduce"/> replaces the last result, and once warm it allocates nothing.</summary>
/// <remarks>
/// The order of the distinct keys is a function of the batch, the same for any number of threads: partitions of the hash in
/// ascending order, inside a partition in order of first appearance. So neighbours share an index segment, which makes
/// pulling them a little faster.
/// <para>Key 0 ("no key") is a distinct key like any other, and pulls zeros; but its positions are not listed in
/// <see cref="Occurrences"/>, so that nobody adds up a gradient for it.</para>
/// <para>O(n) time and memory: 4 passes over the batch, 32 bytes a position.</para>
/// </remarks>
public sealed unsafe partial class DistinctKeys : IDisposable
{
    /// <summary>Most positions of a batch.</summary>
    public const int MaximumPositions = 1 << 28;

    private readonly NativeList<ulong> _keys = new();
    private readonly NativeList<int> _positionToDistinct = new(), _offsets = new(), _occurrences = new();

    /// <summary>Number of distinct keys, m.</summary>
    public int Count { get; private set; }

    /// <summary>Number of positions, n.</summary>
    public int Positions { get; private set; }

    /// <summary>The distinct keys, [m].</summary>
    public ReadOnlySpan<ulong> Keys => _keys.Span[..Count];

    /// <summary>For each position the number of its distinct key, [n].</summary>
    public int* PositionToDistinct => _positionToDistinct.Pointer;

    /// <summary>Where the occurrences of each distinct key begin in <see cref="Occurrences"/>, [m + 1].</summary>
    public int* DistinctOffsets => _offsets.Pointer;

    /// <summary>The positions of each distinct key, ascending; [<see cref="DistinctOffsets"/>[m]], which is n less the
    /// positions of key 0.</summary>
    public int* Occurrences => _occurrences.Pointer;

    /// <summary>Finds the distinct keys of a batch.</summary>
    /// <param name="keys">[n], n at most <see cref="MaximumPositions"/>.</param>
    /// <param name="team">The threads to use.</param>
    /// <exception cref="ArgumentException">There are too many keys.</exception>
    public void Reduce(ReadOnlySpan<ulong> keys, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (keys.Length > MaximumPositions) Throw.TooManyKeys(keys.Length, MaximumPositions);
        Positions = keys.Length;
        _positionToDistinct.Resize(keys.Length);
        _occurrences.Resize(keys.Length);
        fixed (ulong* k = keys) Partition(k, keys.Length, team);
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _keys.Dispose();
        _positionToDistinct.Dispose();
        _offsets.Dispose();
        _occurrences.Dispose();
        DisposeScratch();
        Count = Positions = 0;
    }
}
