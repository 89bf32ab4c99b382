namespace Winnow.Embeddings;

/// <content>Eviction, between steps: by time to live a few segments at a time, by byte budget where a segment is full.
/// Who goes is decided by frequency, age and hash alone, never by where a row lies.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    /// <inheritdoc/>
    public void Advance()
    {
        CheckUsable();
        Step++;
        long round = SweepRound(), from = (Step - 1) * SegmentIndex.Segments / round, to = Step * SegmentIndex.Segments / round;
        for (long visit = Math.Max(from, to - SegmentIndex.Segments); visit < to; visit++)
        {
            Expire(_state.Rows, (int)(visit % SegmentIndex.Segments));
            Expire(_state.Waiting, (int)(visit % SegmentIndex.Segments));
        }
        if (_options.BudgetBytes == 0) return;
        for (int segment = 0; segment < SegmentIndex.Segments; segment++)
        {
            if (_state.Rows.SegmentCount(segment) + _state.Waiting.SegmentCount(segment) == 0) continue;       // of another shard, perhaps
            if (_state.Rows.SegmentCount(segment) > BudgetPlan.High(_budget.RowsPerSegment, segment))
                Shrink(_state.Rows, segment, BudgetPlan.Low(_budget.RowsPerSegment, segment));
            if (_state.Waiting.SegmentCount(segment) > BudgetPlan.High(_budget.WaitingPerSegment, segment))
                Shrink(_state.Waiting, segment, BudgetPlan.Low(_budget.WaitingPerSegment, segment));
        }
    }

    /// <summary>Steps in which the sweep goes round once: an eighth of the time to live, so that each row is looked at eight
    /// times in its life; and often enough that no age outgrows its 20 bits.</summary>
    private long SweepRound()
    {
        long longest = (long)RowMeta.OldestAge / 2 * _options.StepsPerTick;
        return _options.TimeToLive == 0 ? longest : Math.Clamp(_options.TimeToLive / 8, 1, longest);
    }

    private void Expire(KeyedRows store, int segment)
    {
        uint now = Tick, lifetime = LifetimeTicks();
        store.Gather(segment, _segmentRows);
        long expired = 0;
        foreach (SegmentRow entry in _segmentRows.Span)
        {
            uint age = RowMeta.Age(entry.Meta, now);
            if (age >= lifetime)
            {
                Remove(store, entry.Hash);
                expired++;
            }
            else if (age == RowMeta.OldestAge)
            {
                ulong key = KeyHash.KeyOf(entry.Hash);          // rows may have moved by now
                store.SetMeta(store.At(store.Find(key)), RowMeta.Of(RowMeta.Frequency(entry.Meta), now - RowMeta.OldestAge));
            }
        }
        Counters = Counters with { Expired = Counters.Expired + expired };
    }

    private uint LifetimeTicks() => _options.TimeToLive == 0
        ? uint.MaxValue
        : (uint)((_options.TimeToLive + _options.StepsPerTick - 1) / _options.StepsPerTick);

    private void Shrink(KeyedRows store, int segment, uint keep)
    {
        store.Gather(segment, _segmentRows);
        Span<SegmentRow> rows = _segmentRows.Span;
        long halfLife = Math.Max(1, _options.FrequencyHalfLife / _options.StepsPerTick);
        foreach (ref SegmentRow row in rows)
            row.Meta = EvictionOrder.Worth(row.Meta, Tick, _options.FrequencyHalfLife == 0 ? long.MaxValue : halfLife);
        int victims = rows.Length - (int)keep;
        EvictionOrder.SelectLeast(rows, victims);
        foreach (SegmentRow victim in rows[..victims]) Remove(store, victim.Hash);
        Counters = Counters with { Evicted = Counters.Evicted + victims };
    }

    private void Remove(KeyedRows store, ulong hash)
    {
        ulong key = KeyHash.KeyOf(hash);
        store.Remove(key);
        _state.Removed.Add(key);
    }
}
