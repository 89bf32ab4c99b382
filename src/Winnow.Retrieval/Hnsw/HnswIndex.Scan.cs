namespace Winnow.Retrieval;

/// <content>Looking at every item that a filter accepts.</content>
public sealed unsafe partial class HnswIndex
{
    private const int ScanAhead = 64;

    private int Scan<TFilter>(HnswStore store, SearchScratch scratch, ReadOnlySpan<float> query, Span<Neighbor> results, TFilter filter)
        where TFilter : struct, IItemFilter
    {
        int most = 2 * results.Length;                  // an item may be met twice while it is replaced
        scratch.Reserve(store, ScanAhead, most);
        VectorCheck.Prepare(Metric, query, new Span<float>(scratch.Query, Dimension));
        long changes = Volatile.Read(ref _changes);
        TopKeys best = new(scratch.Keys, most);
        ulong* waiting = scratch.Pool;
        int count = 0, slots = Volatile.Read(ref store.Slots);
        for (int slot = 0; slot < slots; slot++)
        {
            if (store.State(slot) != HnswStore.Live || !filter.Accepts(store.Ids[slot])) continue;
            Lines.Prefetch((byte*)store.Row(slot), _shape.RowFloats * sizeof(float));
            waiting[count++] = (uint)slot;
            if (count < ScanAhead) continue;
            Offer(store, scratch.Query, waiting, count, ref best);
            count = 0;
        }
        Offer(store, scratch.Query, waiting, count, ref best);
        new Span<ulong>(best.Heap, best.Count).Sort();
        return Write(best.Heap, best.Count, results, mayRepeat: changes != Volatile.Read(ref _changes) || _changing);
    }

    private void Offer(HnswStore store, float* query, ulong* waiting, int count, ref TopKeys best)
    {
        for (int i = 0; i < count; i++)
        {
            int slot = (int)waiting[i];
            best.Offer(OrderedKey.Of(ScoreOf(store, query, slot), store.Ids[slot]));
        }
    }
}
