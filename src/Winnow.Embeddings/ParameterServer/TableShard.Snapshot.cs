using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <content>The records of table snapshots, a piece at a time, so that n shards make one snapshot and one snapshot makes any number of shards.</content>
public sealed unsafe partial class TableShard
{
    private readonly NativeList<SegmentRow> _segmentRows = new();
    private (KeyedRows Store, int Segment, long Step, long Pushes, uint Rows) _listed;     // what these are of

    /// <summary>What a record of <see cref="Snapshot"/> looks like.</summary>
    public SnapshotRecords Records => new(Options);

    /// <summary>Copies records in ascending order of hash: rows first, then waiting keys. Their encoding is that of <see cref="IEmbeddingTable.Save"/>;
    /// what compensation remembers of gradients is left out. Call it until the cursor is at its end, with no change in between.</summary>
    /// <param name="cursor">Where to begin; moves on behind the last record copied.</param>
    /// <param name="target">Receives whole records of one kind; room for one at least.</param>
    /// <param name="kind">Of which kind they are.</param>
    /// <returns>Bytes copied; 0 only at the end.</returns>
    /// <exception cref="ArgumentException">There is no room for a record.</exception>
    public int Snapshot(ref SnapshotCursor cursor, Span<byte> target, out SnapshotRecordKind kind)
    {
        SnapshotRecords records = Records;
        if (target.Length < records.RowBytes) Throw.NoRoomForRecord(target.Length, records.RowBytes);
        kind = cursor.Kind;
        if (kind == SnapshotRecordKind.Row)
        {
            int copied = CopyRecords(_state.Rows, records.RowBytes, ref cursor, target);
            if (copied > 0) return copied;
            cursor = new(SnapshotRecordKind.Waiting, 0);
        }
        kind = cursor.Kind;
        if (kind == SnapshotRecordKind.Waiting)
        {
            int copied = CopyRecords(_state.Waiting, SnapshotRecords.WaitingBytes, ref cursor, target);
            if (copied > 0) return copied;
            cursor = SnapshotCursor.End;
        }
        kind = cursor.Kind;
        return 0;
    }

    /// <summary>Forgets all rows, waiting keys and runs, and sets the clock: the first step of restoring a snapshot.</summary>
    /// <param name="step">Steps of the table.</param>
    /// <param name="pushes">Pushes of the table.</param>
    /// <param name="removals">Removals counted to this shard.</param>
    /// <exception cref="ArgumentException">A number is negative or beyond what a run can take.</exception>
    public void BeginRestore(long step, long pushes, long removals)
    {
        if (step is < 0 or > SnapshotCut.MostSteps || pushes is < 0 or > SnapshotCut.MostSteps || removals < 0) Throw.RestoredClock(step, pushes, removals);
        _state.Clear();
        _state.Step = step;
        _state.Pushes = pushes;
        _state.Removed.Restart(removals);
        _applied.Dispose();
        _pending.Dispose();
    }

    /// <summary>Takes records of a snapshot; one that came before is replaced, so that a piece may be sent twice.</summary>
    /// <param name="kind">Of which kind they are.</param>
    /// <param name="records">Whole records, in any order.</param>
    /// <exception cref="ArgumentException">The length is no multiple of a record's, or a record belongs elsewhere. Nothing was changed.</exception>
    public void Restore(SnapshotRecordKind kind, ReadOnlySpan<byte> records)
    {
        SnapshotRecords shape = Records;
        int bytes = shape.BytesOf(kind);
        if (bytes == 0 || records.Length % bytes != 0) Throw.RecordBytes(kind, records.Length, bytes);
        for (int at = 0; at < records.Length; at += bytes) CheckRecord(shape.KeyOf(kind, records.Slice(at, bytes)), at / bytes);
        _listed = default;
        KeyedRows store = kind == SnapshotRecordKind.Row ? _state.Rows : _state.Waiting, other = kind == SnapshotRecordKind.Row ? _state.Waiting : _state.Rows;
        uint now = (uint)(_state.Step / Options.Table.StepsPerTick);
        int payload = bytes - SnapshotRecords.WaitingBytes;
        for (int at = 0; at < records.Length; at += bytes)
        {
            ReadOnlySpan<byte> record = records.Slice(at, bytes);
            ulong key = shape.KeyOf(kind, record);
            uint meta = BinaryPrimitives.ReadUInt32LittleEndian(record[^sizeof(uint)..]);
            other.Remove(key);
            byte* row = store.At(store.Add(key, 0));
            new Span<byte>(row, store.Layout.PayloadBytes).Clear();
            record[..payload].CopyTo(new Span<byte>(row, payload));
            store.SetMeta(row, RowMeta.Of(RowMeta.Frequency(meta), now - Math.Min(meta & RowMeta.TickMask, RowMeta.OldestAge)));
        }
    }

    /// <summary>Lists keys that have a row, in ascending order of hash.</summary>
    /// <param name="afterHash">0, or what the last call returned.</param>
    /// <param name="keys">Receives keys.</param>
    /// <param name="count">How many; 0 only at the end.</param>
    /// <returns>Where to go on.</returns>
    public ulong Scan(ulong afterHash, Span<ulong> keys, out int count)
    {
        count = 0;
        for (int segment = KeyHash.Segment(afterHash); segment < SegmentIndex.Segments && count < keys.Length; segment++)
        {
            if (_state.Rows.SegmentCount(segment) == 0) continue;
            Span<SegmentRow> rows = InHashOrder(_state.Rows, segment);
            for (int i = FirstAfter(rows, afterHash); i < rows.Length && count < keys.Length; i++)
            {
                afterHash = rows[i].Hash;
                keys[count++] = KeyHash.KeyOf(afterHash);
            }
        }
        return afterHash;
    }

    private void CheckRecord(ulong key, int number)
    {
        if (key == 0) Throw.RecordOfNoKey(number);
        int owner = TableShardOptions.ShardOf(key, Options.Shards);
        if (owner != Options.Shard) Throw.ForeignKey(number, owner, Options.Shard, Options.Shards);
    }

    private int CopyRecords(KeyedRows store, int bytes, ref SnapshotCursor cursor, Span<byte> target)
    {
        int at = 0, payload = bytes - SnapshotRecords.WaitingBytes;
        uint now = (uint)(_state.Step / Options.Table.StepsPerTick);
        for (int segment = KeyHash.Segment(cursor.AfterHash); segment < SegmentIndex.Segments && at + bytes <= target.Length; segment++)
        {
            if (store.SegmentCount(segment) == 0) continue;
            Span<SegmentRow> rows = InHashOrder(store, segment);
            for (int i = FirstAfter(rows, cursor.AfterHash); i < rows.Length && at + bytes <= target.Length; i++, at += bytes)
            {
                Span<byte> record = target.Slice(at, bytes);
                new ReadOnlySpan<byte>(store.At(rows[i].Row), payload).CopyTo(record);
                BinaryPrimitives.WriteUInt64LittleEndian(record[payload..], KeyHash.KeyOf(rows[i].Hash));
                uint meta = RowMeta.Of(RowMeta.Frequency(rows[i].Meta), RowMeta.Age(rows[i].Meta, now));
                BinaryPrimitives.WriteUInt32LittleEndian(record[(payload + sizeof(ulong))..], meta);
                cursor = cursor with { AfterHash = rows[i].Hash };
            }
        }
        return at;
    }

    /// <summary>The rows of a segment; listed once where one call after the other takes a piece of it.</summary>
    private Span<SegmentRow> InHashOrder(KeyedRows store, int segment)
    {
        (KeyedRows, int, long, long, uint) wanted = (store, segment, _state.Step, _state.Pushes, store.Count);
        if (_listed != wanted) store.GatherInHashOrder(segment, _segmentRows);
        _listed = wanted;
        return _segmentRows.Span;
    }

    private static int FirstAfter(Span<SegmentRow> rows, ulong hash)
    {
        int low = 0, high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (rows[middle].Hash <= hash) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
