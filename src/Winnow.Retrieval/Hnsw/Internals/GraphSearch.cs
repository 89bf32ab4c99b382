using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Retrieval;

/// <summary>Search in a graph (Malkov and Yashunin, TPAMI 2018, algorithms 2 and 5).</summary>
internal static unsafe class GraphSearch
{
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Layer<TSpace>(HnswStore store, in TSpace space, SearchScratch scratch, ulong entry, int level, int most)
        where TSpace : struct, INodeSpace<TSpace>
    {
        ulong* pool = scratch.Pool, marks = scratch.Marks;
        uint* visited = scratch.Visited;
        uint capacity = (uint)store.Capacity;
        int linksOn = store.Shape.MostLinksOn(level);
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
            int first = visitedCount;
            for (int i = 0; i < linksOn; i++)
            {
                uint link = (uint)Volatile.Read(ref links[i]);
                if (link >= capacity) break;
                ulong bit = 1ul << (int)link, word = marks[link >> 6];
                if ((word & bit) != 0) continue;
                marks[link >> 6] = word | bit;
                visited[visitedCount++] = link;
                space.Prefetch((int)link);
            }
            PrefetchNext(store, pool, cursor + 1, size, level);
            for (int i = first; i < visitedCount; i++)
            {
                int slot = (int)visited[i];
                ulong found = PoolEntry.Of(space.Distance(slot), slot);
                if (found >= bar) continue;
                int at = Insert(pool, ref size, most, found);
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
    internal static int Filtered<TSpace, TFilter>(
        HnswStore store, in TSpace space, SearchScratch scratch, ulong entry, int most, TFilter filter)
        where TSpace : struct, INodeSpace<TSpace>
        where TFilter : struct, IItemFilter
    {
        ulong* marks = scratch.Marks;
        uint* visited = scratch.Visited;
        uint capacity = (uint)store.Capacity;
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
            int first = visitedCount;
            for (int i = 0; i < store.Shape.MostLinks; i++)
            {
                uint link = (uint)Volatile.Read(ref links[i]);
                if (link >= capacity) break;
                if (!Mark(marks, visited, ref visitedCount, link)) continue;
                space.Prefetch((int)link);
            }
            for (int i = first; i < visitedCount; i++)
            {
                int slot = (int)visited[i];
                ulong found = PoolEntry.Of(space.Distance(slot), slot);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Insert(ulong* pool, ref int size, int most, ulong entry)
    {
        int low = 0, high = size;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (pool[middle] < entry) low = middle + 1;
            else high = middle;
        }
        if (size < most) size++;
        long bytes = (long)(size - 1 - low) * sizeof(ulong);
        Buffer.MemoryCopy(pool + low, pool + low + 1, bytes, bytes);
        pool[low] = entry;
        return low;
    }
}
