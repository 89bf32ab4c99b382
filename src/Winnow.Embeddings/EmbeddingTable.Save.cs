using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <content>Writing snapshots: rows, waiting keys, clock and counters of one instant, in hash order, one block in memory.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    private const int CutsRemembered = 256;

    private readonly List<SnapshotCut> _cuts = [];      // since the last load: what a delta may start from

    private SnapshotCut Now => _state.Cut;

    /// <inheritdoc/>
    public SnapshotCut Save(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        CheckUsable();
        BlockWriter writer = new(target);
        Header(since: null).Write(writer);
        long rows = WriteRows(writer, BlockKind.Rows, _state.Rows, youngerThan: uint.MaxValue);
        long waiting = WriteRows(writer, BlockKind.Waiting, _state.Waiting, youngerThan: uint.MaxValue);
        return Finish(writer, removed: 0, rows, waiting);
    }

    /// <inheritdoc/>
    public SnapshotCut SaveDelta(Stream target, SnapshotCut since)
    {
        ArgumentNullException.ThrowIfNull(target);
        CheckUsable();
        if (!_cuts.Contains(since) || since.Removals < _state.Removed.Oldest) Throw.DeltaFrom(since);
        BlockWriter writer = new(target);
        Header(since).Write(writer);
        // Whatever changed a row set its last tick: it is in the delta if it was seen since the tick of the cut.
        uint age = (uint)Math.Min(Step / _options.StepsPerTick - since.Step / _options.StepsPerTick, RowMeta.OldestAge);
        long removed = WriteRemoved(writer, since);
        long rows = WriteRows(writer, BlockKind.Rows, _state.Rows, age + 1);
        long waiting = WriteRows(writer, BlockKind.Waiting, _state.Waiting, age + 1);
        return Finish(writer, removed, rows, waiting);
    }

    private SnapshotHeader Header(SnapshotCut? since) => new()
    {
        Cut = Now, Base = since, Dimension = Dimension, Precision = _options.Precision, StateFloats = _layout.StateFloats,
        StepsPerTick = _options.StepsPerTick, Seed = _options.Seed, Optimizer = _optimizer.Name, Table = Name,
    };

    private long WriteRows(BlockWriter writer, BlockKind kind, KeyedRows store, uint youngerThan)
    {
        writer.Begin(kind);
        RowLayout layout = store.Layout;
        uint now = Tick;
        for (int segment = 0; segment < SegmentIndex.Segments; segment++)
        {
            store.GatherInHashOrder(segment, _segmentRows);
            foreach (SegmentRow entry in _segmentRows.Span)
            {
                uint age = RowMeta.Age(entry.Meta, now);
                if (age >= youngerThan) continue;
                Span<byte> record = writer.Record(layout.Stride);
                new ReadOnlySpan<byte>(store.At(entry.Row), layout.MetaOffset).CopyTo(record);
                BinaryPrimitives.WriteUInt32LittleEndian(record[layout.MetaOffset..], RowMeta.Of(RowMeta.Frequency(entry.Meta), age));
            }
        }
        return writer.Records;
    }

    private long WriteRemoved(BlockWriter writer, SnapshotCut since)
    {
        writer.Begin(BlockKind.Removed);
        using NativeList<ulong> hashes = new();
        for (long number = since.Removals; number < _state.Removed.Total; number++)
        {
            ulong key = _state.Removed[number];
            if (_state.Rows.Find(key) == 0 && _state.Waiting.Find(key) == 0) hashes.Add(KeyHash.Of(key));
        }
        hashes.Span.Sort();
        ulong last = 0;                 // the hash of no key
        foreach (ulong hash in hashes.Span)
        {
            if (hash != last) BinaryPrimitives.WriteUInt64LittleEndian(writer.Record(sizeof(ulong)), KeyHash.KeyOf(hash));
            last = hash;
        }
        return writer.Records;
    }

    private SnapshotCut Finish(BlockWriter writer, long removed, long rows, long waiting)
    {
        writer.Begin(BlockKind.End);
        foreach (long count in (ReadOnlySpan<long>)[removed, rows, waiting])
            BinaryPrimitives.WriteInt64LittleEndian(writer.Record(sizeof(long)), count);
        writer.Flush();
        return Remember(Now);
    }

    private SnapshotCut Remember(SnapshotCut cut)
    {
        if (_cuts.Count == CutsRemembered) _cuts.RemoveAt(0);
        _cuts.Add(cut);
        return cut;
    }
}
