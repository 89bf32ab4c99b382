using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <content>The records of a snapshot, one after the other.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    private enum LoadMode
    {
        /// <summary>A full snapshot, into empty stores.</summary>
        Build,

        /// <summary>A delta, without applying it.</summary>
        Check,

        /// <summary>A delta that was found good.</summary>
        Apply,
    }

    private struct LoadTarget
    {
        internal LoadMode Mode;
        internal KeyedRows Rows, Waiting;
        internal uint Now;
        internal uint* Added;           // when checking: keys that are new to a segment, of Rows and then of Waiting
        internal long RemovedCount, RowCount, WaitingCount;
        internal ulong LastHash;
    }

    private void ReadBody(BlockReader reader, SnapshotHeader header, ref LoadTarget target)
    {
        BlockKind kind = BlockKind.Header;
        while (kind != BlockKind.End)
        {
            reader.Next();
            if (reader.Kind != kind)
            {
                target.LastHash = 0;
                target.Rows.IndexAppended();
                target.Waiting.IndexAppended();
            }
            kind = reader.Kind;
            if (kind != BlockKind.End) ReadBlock(reader, isDelta: header.Base is not null, ref target);
        }
        CheckCounts(reader, header, target);
        reader.ExpectEnd();
    }

    private void ReadBlock(BlockReader reader, bool isDelta, ref LoadTarget target)
    {
        int bytes = reader.Kind switch
        {
            BlockKind.Rows => _layout.Stride,
            BlockKind.Waiting => RowLayout.KeyOnly.Stride,
            BlockKind.Removed when isDelta => sizeof(ulong),
            _ => 0,
        };
        if (bytes == 0) reader.Damaged($"a {reader.Kind} block", "none here");
        if (reader.Payload.Length % bytes != 0) reader.Damaged($"{reader.Payload.Length} bytes", $"a multiple of {bytes}");
        for (ReadOnlySpan<byte> at = reader.Payload; at.Length > 0; at = at[bytes..])
        {
            if (reader.Kind == BlockKind.Removed) ReadRemoved(reader, at, ref target);
            else ReadRow(reader, at[..bytes], ref target);
        }
    }

    private static void ReadRemoved(BlockReader reader, ReadOnlySpan<byte> record, ref LoadTarget target)
    {
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(record);
        CheckOrder(reader, key, ref target);
        target.RemovedCount++;
        if (target.Mode != LoadMode.Apply) return;
        target.Rows.Remove(key);
        target.Waiting.Remove(key);
    }

    private void ReadRow(BlockReader reader, ReadOnlySpan<byte> record, ref LoadTarget target)
    {
        bool isRow = reader.Kind == BlockKind.Rows;
        RowLayout layout = isRow ? _layout : RowLayout.KeyOnly;
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(record[layout.KeyOffset..]);
        CheckOrder(reader, key, ref target);
        uint meta = BinaryPrimitives.ReadUInt32LittleEndian(record[layout.MetaOffset..]), age = meta & RowMeta.TickMask;
        if (age > RowMeta.OldestAge) reader.Damaged($"an age of {age} ticks", $"at most {RowMeta.OldestAge}");
        if (isRow) target.RowCount++;
        else target.WaitingCount++;
        (KeyedRows store, KeyedRows other) = isRow ? (target.Rows, target.Waiting) : (target.Waiting, target.Rows);
        byte* row;
        switch (target.Mode)
        {
            case LoadMode.Check:
                int first = isRow ? 0 : SegmentIndex.Segments;
                if (store.Find(key) == 0) target.Added[first + KeyHash.Segment(target.LastHash)]++;
                return;
            case LoadMode.Build:
                if (!isRow && other.Find(key) != 0) reader.Damaged("a waiting key that has a row", "each key in one place");
                row = store.AppendInHashOrder(key, 0);
                break;
            default:
                other.Remove(key);
                row = store.At(store.Add(key, 0));
                break;
        }
        record[..layout.PayloadBytes].CopyTo(new Span<byte>(row, layout.PayloadBytes));
        store.SetMeta(row, RowMeta.Of(RowMeta.Frequency(meta), target.Now - age));
    }

    private static void CheckOrder(BlockReader reader, ulong key, ref LoadTarget target)
    {
        ulong hash = KeyHash.Of(key);
        if (hash <= target.LastHash) reader.Damaged("keys out of order", "ascending hashes, each once, and never key 0");
        target.LastHash = hash;
    }

    private static void CheckCounts(BlockReader reader, SnapshotHeader header, in LoadTarget target)
    {
        if (reader.Payload.Length != 3 * sizeof(long)) reader.Damaged($"{reader.Payload.Length} bytes", $"{3 * sizeof(long)}");
        long removed = BinaryPrimitives.ReadInt64LittleEndian(reader.Payload);
        long rows = BinaryPrimitives.ReadInt64LittleEndian(reader.Payload[8..]), waiting = BinaryPrimitives.ReadInt64LittleEndian(reader.Payload[16..]);
        if ((removed, rows, waiting) != (target.RemovedCount, target.RowCount, target.WaitingCount))
            reader.Damaged($"{target.RemovedCount} removals, {target.RowCount} rows, {target.WaitingCount} waiting keys", $"{removed}, {rows}, {waiting}");
        if (header.Base is null && (header.Cut.Rows != rows || header.Cut.Waiting != waiting))
            reader.Damaged($"{rows} rows, {waiting} waiting keys", $"{header.Cut.Rows} and {header.Cut.Waiting}, as in the header");
        if (target.Mode == LoadMode.Apply && (target.Rows.Count != header.Cut.Rows || target.Waiting.Count != header.Cut.Waiting))
            reader.Damaged($"{target.Rows.Count} rows, {target.Waiting.Count} waiting keys", $"{header.Cut.Rows} and {header.Cut.Waiting} after the delta");
    }
}
