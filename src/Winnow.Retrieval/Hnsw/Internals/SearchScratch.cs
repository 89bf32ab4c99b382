using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>Working memory of one search at a time: the query, the marks of visited nodes, the candidates.</summary>
/// <remarks>Grown when a search needs more than any before; a warm one allocates nothing. Belongs to whoever rented it.</remarks>
internal sealed unsafe class SearchScratch : IDisposable
{
    private NativeBuffer<ulong> _marks = new(0);
    private NativeBuffer<uint> _visited = new(0);
    private NativeBuffer<ulong> _pool = new(0), _queue = new(0), _keys = new(0);
    private NativeBuffer<float> _query = new(0);
    private NativeBuffer<short> _words = new(0);

    /// <summary>0 while nobody searches with it; else the epoch in which the search began.</summary>
    internal long Epoch;

    /// <summary>1 while rented.</summary>
    internal int Taken;

    /// <summary>One bit a slot; all clear between searches.</summary>
    internal ulong* Marks => _marks.Pointer;

    /// <summary>The slots whose bits are set, in the order of the visit.</summary>
    internal uint* Visited => _visited.Pointer;

    internal int VisitedCount;

    /// <summary>Candidates in ascending order of <see cref="PoolEntry"/>.</summary>
    internal ulong* Pool => _pool.Pointer;

    /// <summary>A heap of candidates still to be expanded, or other words of a step.</summary>
    internal ulong* Queue => _queue.Pointer;

    /// <summary>Results by <see cref="OrderedKey"/>.</summary>
    internal ulong* Keys => _keys.Pointer;

    internal float* Query => _query.Pointer;

    internal short* Words => _words.Pointer;

    internal int QueueCapacity => (int)_queue.Length;

    internal void Reserve(HnswStore store, int pool, int keys)
    {
        nuint marks = ((nuint)store.Capacity + 63) / 64;
        if (_marks.Length < marks)
        {
            Replace(ref _marks, marks, zeroed: true);       // between searches all bits are clear, so there is nothing to keep
            Replace(ref _visited, (nuint)store.Capacity + 64, zeroed: false);
        }
        if (_pool.Length < (nuint)pool + 1) Replace(ref _pool, (nuint)pool + 1, zeroed: false);
        if (_queue.Length == 0) Replace(ref _queue, 1024, zeroed: false);
        ReserveKeys(keys);
        if (_query.Length < (nuint)store.Shape.RowFloats) Replace(ref _query, (nuint)store.Shape.RowFloats, zeroed: true);
        nuint words = (nuint)RowKernels.PaddedBytes(store.Shape.Dimension);
        if (_words.Length < words) Replace(ref _words, words, zeroed: true);
    }

    internal void ReserveKeys(int keys)
    {
        if (_keys.Length < (nuint)keys) Replace(ref _keys, (nuint)keys, zeroed: false);
    }

    /// <summary>Makes room in the queue, keeping what is in it.</summary>
    internal void GrowQueue(int needed)
    {
        NativeBuffer<ulong> larger = new(Math.Max((nuint)needed, 2 * _queue.Length), zeroed: false);
        _queue.Span.CopyTo(larger.Span);
        _queue.Dispose();
        _queue = larger;
    }

    /// <summary>Clears the marks by the list of visits: so a search costs what it touches, not what the index holds.</summary>
    internal void Forget()
    {
        ulong* marks = Marks;
        uint* visited = Visited;
        for (int i = 0; i < VisitedCount; i++) marks[visited[i] >> 6] = 0;
        VisitedCount = 0;
    }

    public void Dispose()
    {
        _marks.Dispose();
        _visited.Dispose();
        _pool.Dispose();
        _queue.Dispose();
        _keys.Dispose();
        _query.Dispose();
        _words.Dispose();
    }

    private static void Replace<T>(ref NativeBuffer<T> buffer, nuint length, bool zeroed) where T : unmanaged
    {
        NativeBuffer<T> larger = new(length, zeroed);
        buffer.Dispose();
        buffer = larger;
    }
}
