namespace Winnow.Data;

/// <summary>A column that grows in pieces, so that growing copies nothing and the end costs one copy at most.</summary>
internal sealed class ChunkedColumn<T> where T : unmanaged
{
    private const int ChunkLength = 1 << 18;

    private readonly List<T[]> _chunks = [];
    private int _used = ChunkLength;

    /// <summary>Number of elements.</summary>
    public long Count => _chunks.Count == 0 ? 0 : (_chunks.Count - 1L) * ChunkLength + _used;

    public void Add(T value)
    {
        if (_used == ChunkLength)
        {
            _chunks.Add(new T[ChunkLength]);
            _used = 0;
        }
        _chunks[^1][_used++] = value;
    }

    /// <summary>All elements in one array; the pieces are given up on the way.</summary>
    public T[] TakeArray()
    {
        T[] all = GC.AllocateUninitializedArray<T>(checked((int)Count));
        for (int c = 0; c < _chunks.Count; c++)
        {
            int start = c * ChunkLength, length = Math.Min(ChunkLength, all.Length - start);
            _chunks[c].AsSpan(0, length).CopyTo(all.AsSpan(start));
            _chunks[c] = [];
        }
        _chunks.Clear();
        _used = ChunkLength;
        return all;
    }
}
