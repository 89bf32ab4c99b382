using System.Runtime.CompilerServices;

namespace Winnow.Retrieval;

/// <content>Searching.</content>
public sealed unsafe partial class HnswIndex
{
    private const int SampledSlots = 512, RescoredAtLeast = 8;

    /// <summary>The items most alike to a query, approximately.</summary>
    /// <param name="version">The model that the query comes from.</param>
    /// <param name="query">[<see cref="Dimension"/>], finite.</param>
    /// <param name="results">Receives the items, best first, ties by smaller id; its length is the number wanted.</param>
    /// <param name="candidates">Candidates kept on the way [ef]; 0 for <see cref="HnswOptions.SearchCandidates"/>. Raised to the
    /// number of results wanted.</param>
    /// <returns>How many items were found: as many as wanted, or all there are.</returns>
    /// <exception cref="ArgumentException">The version is another, or the query has the wrong length or is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The index was disposed.</exception>
    /// <remarks>Safe from any thread, also while the index is changed.</remarks>
    public int Search(ModelVersion version, ReadOnlySpan<float> query, Span<Neighbor> results, int candidates = 0) =>
        Search(version, query, results, default(AllItems), candidates);

    /// <summary>The items most alike to a query among those that a filter accepts, approximately. The filter is asked inside the
    /// search: other nodes are walked through but not returned. If it accepts less than <see cref="HnswOptions.ScanShare"/> of the
    /// items, by its count or on a sample, the accepted items are scanned and the answer is exact.</summary>
    /// <inheritdoc cref="Search(ModelVersion, ReadOnlySpan{float}, Span{Neighbor}, int)"/>
    /// <param name="version">The model that the query comes from.</param>
    /// <param name="query">[<see cref="Dimension"/>], finite.</param>
    /// <param name="results">Receives the items, best first, ties by smaller id; its length is the number wanted.</param>
    /// <param name="filter">Which items may be returned.</param>
    /// <param name="candidates">Candidates kept on the way, of those that may be returned; 0 for the default.</param>
    public int Search<TFilter>(ModelVersion version, ReadOnlySpan<float> query, Span<Neighbor> results, TFilter filter, int candidates = 0)
        where TFilter : struct, IItemFilter
    {
        Check(version, query, candidates);
        if (results.Length == 0) return 0;
        SearchScratch scratch = Enter();
        try
        {
            HnswStore store = _store;
            if (typeof(TFilter) != typeof(AllItems) && IsSelective(store, filter)) return Scan(store, scratch, query, results, filter);
            int most = Math.Max(candidates == 0 ? Options.SearchCandidates : candidates, results.Length);
            scratch.Reserve(store, most, most);
            VectorCheck.Prepare(Metric, query, new Span<float>(scratch.Query, Dimension));
            if (!_shape.IsInt8)
                return _shape.IsEuclidean
                    ? Walk<FloatEuclidean, TFilter>(store, scratch, query, results, most, filter)
                    : Walk<FloatProduct, TFilter>(store, scratch, query, results, most, filter);
            return _shape.IsEuclidean
                ? Walk<ByteEuclidean, TFilter>(store, scratch, query, results, most, filter)
                : Walk<ByteProduct, TFilter>(store, scratch, query, results, most, filter);
        }
        finally
        {
            ReaderSet.Leave(scratch);
        }
    }

    /// <summary>The items most alike to a query, exactly: every item is looked at, in float32.</summary>
    /// <inheritdoc cref="Search(ModelVersion, ReadOnlySpan{float}, Span{Neighbor}, int)"/>
    /// <param name="version">The model that the query comes from.</param>
    /// <param name="query">[<see cref="Dimension"/>], finite.</param>
    /// <param name="results">Receives the items, best first, ties by smaller id; its length is the number wanted.</param>
    /// <param name="filter">Which items may be returned; <c>default(AllItems)</c> for all.</param>
    public int SearchExact<TFilter>(ModelVersion version, ReadOnlySpan<float> query, Span<Neighbor> results, TFilter filter)
        where TFilter : struct, IItemFilter
    {
        Check(version, query, 0);
        if (results.Length == 0) return 0;
        SearchScratch scratch = Enter();
        try
        {
            return Scan(_store, scratch, query, results, filter);
        }
        finally
        {
            ReaderSet.Leave(scratch);
        }
    }

    private void Check(ModelVersion version, ReadOnlySpan<float> query, int candidates)
    {
        VectorCheck.Version(Version, version);
        VectorCheck.Query(query, Dimension);
        if (candidates is < 0 or > 1 << 20) Throw.Option(nameof(candidates), candidates, "in [0, 2²⁰]");
    }

    /// <summary>Whether scanning what the filter accepts is better than walking.</summary>
    private bool IsSelective<TFilter>(HnswStore store, TFilter filter) where TFilter : struct, IItemFilter
    {
        int accepted = filter.Count, live = Count;
        if (accepted >= 0) return accepted < live * Options.ScanShare;
        int slots = Volatile.Read(ref store.Slots), seen = 0, hits = 0;
        for (int i = 0; i < SampledSlots; i++)
        {
            int slot = (int)((long)i * slots / SampledSlots);
            if (store.State(slot) != HnswStore.Live) continue;
            seen++;
            if (filter.Accepts(store.Ids[slot])) hits++;
        }
        return hits <= seen * Options.ScanShare;
    }

    private int Walk<TSpace, TFilter>(
        HnswStore store, SearchScratch scratch, ReadOnlySpan<float> query, Span<Neighbor> results, int most, TFilter filter)
        where TSpace : struct, INodeSpace<TSpace>
        where TFilter : struct, IItemFilter
    {
        long entry = Volatile.Read(ref store.Entry), changes = Volatile.Read(ref _changes);
        if (entry < 0 || (int)entry >= store.Capacity) return 0;
        TSpace space = TSpace.Toward(store, scratch.Query, scratch.Words);
        ulong nearest = GraphSearch.Descend(store, space, (int)entry, (int)(entry >> 32), 1);
        int found;
        if (typeof(TFilter) == typeof(AllItems))
        {
            found = GraphSearch.Layer(store, space, scratch, nearest, 0, most);
            found = DropDeleted(store, scratch.Pool, found);
            if (found < Math.Min(results.Length, Count)) found = GraphSearch.Filtered(store, space, scratch, nearest, most, filter);
        }
        else
        {
            found = GraphSearch.Filtered(store, space, scratch, nearest, most, filter);
        }
        // The walk has met everything that can be reached; what no link leads to is found by looking at everything.
        if (found < Math.Min(results.Length, Count)) return Scan(store, scratch, query, results, filter);
        found = Score(store, scratch, found, results.Length);
        return Write(scratch.Keys, found, results, mayRepeat: changes != Volatile.Read(ref _changes) || _changing);
    }

    private static int DropDeleted(HnswStore store, ulong* pool, int count)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (store.State(PoolEntry.Slot(pool[i])) == HnswStore.Live) pool[kept++] = pool[i];
        }
        return kept;
    }

    /// <summary>Turns candidates into keys: with int8 the nearest ones are scored again, in float32.</summary>
    private int Score(HnswStore store, SearchScratch scratch, int found, int wanted)
    {
        ulong* pool = scratch.Pool, keys = scratch.Keys;
        if (!_shape.IsInt8)
        {
            for (int i = 0; i < found; i++) keys[i] = OrderedKey.Of(-PoolEntry.Distance(pool[i]), store.Ids[PoolEntry.Slot(pool[i])]);
        }
        else
        {
            found = (int)Math.Min(found, Math.Max((long)wanted * Options.Rescored, wanted + RescoredAtLeast));
            for (int i = 0; i < found; i++) Lines.Prefetch((byte*)store.Row(PoolEntry.Slot(pool[i])), _shape.RowFloats * sizeof(float));
            for (int i = 0; i < found; i++) keys[i] = OrderedKey.Of(ScoreOf(store, scratch.Query, PoolEntry.Slot(pool[i])), store.Ids[PoolEntry.Slot(pool[i])]);
        }
        new Span<ulong>(keys, found).Sort();
        return found;
    }

    /// <summary>Writes the greatest keys, best first. While the index changes, an item may have been met in its old and in its
    /// new form; the better scored one counts.</summary>
    private static int Write(ulong* keys, int count, Span<Neighbor> results, bool mayRepeat)
    {
        int written = 0;
        for (int i = count - 1; i >= 0 && written < results.Length; i--)
        {
            Neighbor neighbor = new(OrderedKey.Id(keys[i]), OrderedKey.Score(keys[i]));
            if (!mayRepeat || !Contains(results[..written], neighbor.Id)) results[written++] = neighbor;
        }
        return written;
    }

    private static bool Contains(ReadOnlySpan<Neighbor> results, int id)
    {
        foreach (Neighbor neighbor in results)
            if (neighbor.Id == id) return true;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float ScoreOf(HnswStore store, float* query, int slot) => _shape.IsEuclidean
        ? -RowKernels.SquaredDistance(query, store.Row(slot), _shape.RowFloats)
        : RowKernels.Dot(query, store.Row(slot), _shape.RowFloats);
}
