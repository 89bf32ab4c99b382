using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Retrieval;

/// <summary>Search in a graph (Malkov and Yashunin, TPAMI 2020, algorithms 2 and 5).</summary>
internal static unsafe class GraphSearch
{
    private const int MostLinks = 256;      // on the lowest layer

    /// <summary>Follows the best link on each layer from <paramref name="from"/> down to <paramref name="downTo"/> (algorithm 2
    /// with ef = 1).</summary>
    /// <returns>The nearest node found, as a <see cref="PoolEntry"/>.</returns>
    internal static ulong Descend<TSpace>(HnswStore store, in TSpace space, int slot, int from, int downTo)
        where TSpace : struct, INodeSpace<TSpace>
    {
        ulong best = PoolEntry.Of(space.Distance(slot), slot);
        for (int level = from; level >= downTo; level--)
        {
            int most = store.Shape.MostLinksOn(level);
            for (bool moved = true; moved;)
            {
                moved = false;
                int* links = store.Links(PoolEntry.Slot(best), level);
                if (links is null) break;
                for (int i = 0; i < most; i++)
                {
                    uint link = (uint)Volatile.Read(ref links[i]);
                    if (link >= (uint)store.Capacity) break;
                    space.Prefetch((int)link);
                }
                for (int i = 0; i < most; i++)
                {
                    uint link = (uint)Volatile.Read(ref links[i]);
                    if (link >= (uint)store.Capacity) break;
                    ulong entry = PoolEntry.Of(space.Distance((int)link), (int)link);
                    if (entry >= best) continue;
                    best = entry;
                    moved = true;
                }
            }
        }
        return best;
    }

    /// <summary>The nearest nodes of one layer (algorithm 2). One sorted pool stands for both heaps of the paper: what falls out
    /// of it could never be expanded before the search ends.</summary>
    /// <param name="store">The graph.</param>
    /// <param name="space">Distances to the query.</param>
    /// <param name="scratch">Receives the candidates in <see cref="SearchScratch.Pool"/>, nearest first.</param>
    /// <param name="entry">Where to begin.</param>
    /// <param name="level">The layer.</param>
    /// <param name="most">Candidates kept [ef].</param>
    /// <returns>Number of candidates.</returns>
    [SkipLocalsInit]
    internal static int Layer<TSpace>(HnswStore store, in TSpace space, SearchScratch scratch, ulong entry, int level, int most)
        where TSpace : struct, INodeSpace<TSpace>
    {
        ulong* pool = scratch.Pool, marks = scratch.Marks;
        uint* visited = scratch.Visited;
        float* distances = stackalloc float[MostLinks];
        int visitedCount = 0, size = 1, cursor = 0;
        pool[0] = entry;
        Mark(marks, visited, ref visitedCount, (uint)PoolEntry.Slot(entry));
        ulong bar = most == 1 ? entry : ulong.MaxValue;
        while (cursor < size)
        {
            ulong candidate = pool[cursor];
            if ((candidate & 1) != 0)
            {
                cursor++;
                continue;
            }
            pool[cursor] = candidate | 1;
            int* links = store.Links(PoolEntry.Slot(candidate), level);
            if (links is null) continue;
            uint* found = visited + visitedCount;
            int count = Gather(store, space, links, store.Shape.MostLinksOn(level), marks, found);
            visitedCount += count;
            PrefetchNext(store, pool, cursor + 1, size, level);
            space.Distances(found, count, distances);
            for (int i = 0; i < count; i++)
            {
                ulong next = PoolEntry.Of(distances[i], (int)found[i]);
                if (next >= bar) continue;
                int at = Insert(pool, size, most, next);
                if (size < most) size++;
                if (at < cursor) cursor = at;
                if (size == most) bar = pool[most - 1];
            }
        }
        scratch.VisitedCount = visitedCount;
        scratch.Forget();
        return size;
    }

    /// <summary>As <see cref="Layer"/> on the lowest layer, where only some nodes may be returned; the others are walked through.
    /// Ends when the nearest node left to expand is farther than the worst of as many results as wanted.</summary>
    /// <returns>Number of results in <see cref="SearchScratch.Pool"/>, nearest first.</returns>
    [SkipLocalsInit]
    internal static int Filtered<TSpace, TFilter>(
        HnswStore store, in TSpace space, SearchScratch scratch, ulong entry, int most, TFilter filter)
        where TSpace : struct, INodeSpace<TSpace>
        where TFilter : struct, IItemFilter
    {
        ulong* marks = scratch.Marks;
        uint* visited = scratch.Visited;
        float* distances = stackalloc float[MostLinks];
        int visitedCount = 0;
        TopKeys results = new(scratch.Pool, most);          // of inverted entries: the greatest are the nearest
        CandidateHeap open = new(scratch);
        Mark(marks, visited, ref visitedCount, (uint)PoolEntry.Slot(entry));
        open.Push(entry);
        if (IsResult(store, PoolEntry.Slot(entry), filter)) results.Offer(~entry);
        while (open.Count > 0)
        {
            ulong candidate = open.Pop();
            if (~candidate < results.Bar) break;
            int* links = store.Links(PoolEntry.Slot(candidate), 0);
            uint* fresh = visited + visitedCount;
            int count = Gather(store, space, links, store.Shape.MostLinks, marks, fresh);
            visitedCount += count;
            space.Distances(fresh, count, distances);
            for (int i = 0; i < count; i++)
            {
                int slot = (int)fresh[i];
                ulong found = PoolEntry.Of(distances[i], slot);
                if (~found < results.Bar) continue;
                open.Push(found);
                if (IsResult(store, slot, filter)) results.Offer(~found);
            }
        }
        scratch.VisitedCount = visitedCount;
        scratch.Forget();
        results.SortDescending();
        for (int i = 0; i < results.Count; i++) results.Heap[i] = ~results.Heap[i];
        return results.Count;
    }

    private static bool IsResult<TFilter>(HnswStore store, int slot, TFilter filter) where TFilter : struct, IItemFilter =>
        store.State(slot) == HnswStore.Live && filter.Accepts(store.Ids[slot]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Mark(ulong* marks, uint* visited, ref int count, uint slot)
    {
        ulong bit = 1ul << (int)slot, word = marks[slot >> 6];
        if ((word & bit) != 0) return false;
        marks[slot >> 6] = word | bit;
        visited[count++] = slot;
        return true;
    }

    /// <summary>Lists the links that were not met before, marks them and asks for their vectors. Whether a node was met is a coin
    /// that no processor can guess, so there is no branch on it.</summary>
    private static int Gather<TSpace>(HnswStore store, in TSpace space, int* links, int most, ulong* marks, uint* target)
        where TSpace : struct, INodeSpace<TSpace>
    {
        TSpace nodes = space;
        uint capacity = (uint)store.Capacity;
        int count = 0;
        for (int i = 0; i < most; i++)
        {
            uint link = (uint)Volatile.Read(ref links[i]);
            if (link >= capacity) break;
            ulong word = marks[link >> 6];
            nodes.Prefetch((int)link);
            marks[link >> 6] = word | (1ul << (int)link);
            target[count] = link;
            count += (int)(~(word >> (int)link) & 1);
        }
        return count;
    }

    /// <summary>Asks for the links of the node that will probably be expanded next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchNext(HnswStore store, ulong* pool, int at, int size, int level)
    {
        if (!Sse.IsSupported || level > 0) return;
        while (at < size && (pool[at] & 1) != 0) at++;
        if (at >= size) return;
        byte* links = (byte*)store.Links(PoolEntry.Slot(pool[at]), 0);
        Sse.Prefetch0(links);
        Sse.Prefetch0(links + 64);
    }

    /// <summary>Puts an entry in its place; the worst falls out of a full pool.</summary>
    /// <returns>Its place.</returns>
    private static int Insert(ulong* pool, int size, int most, ulong entry)
    {
        ulong* low = pool;
        for (int left = size; left > 0;)                    // a binary search without branches on what is compared
        {
            int half = (left + 1) >> 1;
            low += half & -(low[half - 1] < entry ? 1 : 0);
            left -= half;
        }
        ulong* at = pool + (size < most ? size : most - 1); // where the last entry that stays will end
        // Source and target overlap, which is safe for one register only: a vector the machine does not have is copied in parts.
        if (Vector512.IsHardwareAccelerated)
            for (; at - low >= 8; at -= 8) Vector512.Load(at - 8).Store(at - 7);
        if (Vector256.IsHardwareAccelerated)
            for (; at - low >= 4; at -= 4) Vector256.Load(at - 4).Store(at - 3);
        for (; at > low; at--) *at = at[-1];
        *low = entry;
        return (int)(low - pool);
    }
}
