namespace Winnow.Embeddings;

/// <summary>The last keys removed, for the tombstones of delta snapshots. Removals are numbered from the birth of the table,
/// across snapshots; the log knows the numbers [<see cref="Total"/> − kept, <see cref="Total"/>).</summary>
internal sealed unsafe class RemovalLog(int capacity) : IDisposable
{
    private readonly NativeList<ulong> _ring = new();
    private long _kept;

    /// <summary>Number of removals ever.</summary>
    internal long Total { get; private set; }

    /// <summary>The oldest number a delta may start from.</summary>
    internal long Oldest => Total - _kept;

    internal long TotalBytes => _ring.TotalBytes;

    /// <summary>The key of a removal in [<see cref="Oldest"/>, <see cref="Total"/>).</summary>
    internal ulong this[long number] => _ring.Pointer[number % capacity];

    internal void Add(ulong key)
    {
        int at = capacity == 0 ? 0 : (int)(Total % capacity);
        Total++;
        if (capacity == 0) return;
        if (at >= _ring.Count) _ring.Resize(capacity);
        _ring.Pointer[at] = key;
        _kept = Math.Min(_kept + 1, capacity);
    }

    /// <summary>Starts over at a number that a snapshot gave.</summary>
    internal void Restart(long total)
    {
        Total = total;
        _kept = 0;
    }

    public void Dispose() => _ring.Dispose();
}
