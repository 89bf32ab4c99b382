using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <content>Reading snapshots. A full one is built beside the table and takes its place when all of it was good; a delta is
/// checked as a whole before its first record is applied.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    private bool _broken;

    /// <inheritdoc/>
    public SnapshotCut Load(Stream source, string path)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_disposed, this);
        KeyedRows rows = new(_layout), waiting = new(RowLayout.KeyOnly);
        try
        {
            BlockReader reader = new(source, path);
            SnapshotHeader header = ReadHeader(reader, path);
            if (header.Base is not null) Throw.SnapshotKind(path, "delta", "full");
            LoadTarget target = new() { Rows = rows, Waiting = waiting, Now = TickOf(header.Cut) };
            ReadBody(reader, header, ref target);
            (_rows, rows) = (rows, _rows);
            (_waiting, waiting) = (waiting, _waiting);
            return Resume(header.Cut);
        }
        finally
        {
            rows.Dispose();
            waiting.Dispose();
        }
    }

    /// <inheritdoc/>
    public SnapshotCut LoadDelta(Stream source, string path)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckUsable();
        if (!source.CanSeek) Throw.DeltaNotSeekable(path);
        long start = source.Position;
        BlockReader check = new(source, path);
        SnapshotHeader header = ReadHeader(check, path);
        if (header.Base is null) Throw.SnapshotKind(path, "full", "delta");
        if (header.Base != Now) Throw.DeltaBase(path, Now, header.Base.Value);
        LoadTarget nothing = default;
        ReadBody(check, header, ref nothing);

        source.Position = start;
        _broken = true;
        BlockReader reader = new(source, path);
        _ = ReadHeader(reader, path);
        StopAges(TickOf(header.Cut));
        LoadTarget target = new() { Rows = _rows, Waiting = _waiting, Now = TickOf(header.Cut) };
        ReadBody(reader, header, ref target);
        _broken = false;
        return Resume(header.Cut);
    }

    private uint TickOf(SnapshotCut cut) => (uint)(cut.Step / _options.StepsPerTick);

    private SnapshotCut Resume(SnapshotCut cut)
    {
        Step = cut.Step;
        _pushes = cut.Pushes;
        _removed.Restart(cut.Removals);
        _cuts.Clear();
        _broken = false;
        return Remember(cut);
    }

    private SnapshotHeader ReadHeader(BlockReader reader, string path)
    {
        SnapshotHeader header = SnapshotHeader.Read(reader), mine = Header(since: null);
        List<string> differences = [];
        Compare("name", header.Table, mine.Table);
        Compare("dimension", header.Dimension, mine.Dimension);
        Compare("precision", header.Precision, mine.Precision);
        Compare("optimiser", header.Optimizer, mine.Optimizer);
        Compare("optimiser state", header.StateFloats, mine.StateFloats);
        Compare("seed", header.Seed, mine.Seed);
        Compare("steps per tick", header.StepsPerTick, mine.StepsPerTick);
        if (differences.Count > 0) Throw.SnapshotMismatch(path, Name, differences);
        return header;

        void Compare<T>(string what, T found, T expected)
        {
            if (!EqualityComparer<T>.Default.Equals(found, expected)) differences.Add($"{what} is {found}, the table has {expected}");
        }
    }

    /// <summary>Where records go. Without stores they are only checked.</summary>
    private struct LoadTarget
    {
        internal KeyedRows? Rows, Waiting;
        internal uint Now;
        internal long RemovedCount, RowCount, WaitingCount;
        internal ulong LastHash;
    }

    private void ReadBody(BlockReader reader, SnapshotHeader header, ref LoadTarget target)
    {
        BlockKind kind = BlockKind.Header;
        while (true)
        {
            reader.Next();
            if (reader.Kind != kind) target.LastHash = 0;
            kind = reader.Kind;
            if (kind == BlockKind.End) break;
            int bytes = kind switch
            {
                BlockKind.Rows => _layout.Stride,
                BlockKind.Waiting => RowLayout.KeyOnly.Stride,
                BlockKind.Removed when header.Base is not null => sizeof(ulong),
                _ => 0,
            };
            if (bytes == 0) reader.Damaged($"a {kind} block", "none here");
            if (reader.Payload.Length % bytes != 0) reader.Damaged($"{reader.Payload.Length} bytes", $"a multiple of {bytes}");
            for (ReadOnlySpan<byte> at = reader.Payload; at.Length > 0; at = at[bytes..]) ReadRecord(reader, kind, at[..bytes], ref target);
        }
        CheckCounts(reader, header, target);
        reader.ExpectEnd();
    }

    private void ReadRecord(BlockReader reader, BlockKind kind, ReadOnlySpan<byte> record, ref LoadTarget target)
    {
        RowLayout layout = kind == BlockKind.Rows ? _layout : RowLayout.KeyOnly;
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(record[layout.KeyOffset..]), hash = KeyHash.Of(key);
        if (hash <= target.LastHash) reader.Damaged("keys out of order", "ascending hashes, each once, and never key 0");
        target.LastHash = hash;
        if (kind == BlockKind.Removed)
        {
            target.RemovedCount++;
            target.Rows?.Remove(key);
            target.Waiting?.Remove(key);
            return;
        }
        uint meta = BinaryPrimitives.ReadUInt32LittleEndian(record[layout.MetaOffset..]), age = meta & RowMeta.TickMask;
        if (age > RowMeta.OldestAge) reader.Damaged($"an age of {age} ticks", $"at most {RowMeta.OldestAge}");
        bool isRow = kind == BlockKind.Rows;
        target.RowCount += isRow ? 1 : 0;
        target.WaitingCount += isRow ? 0 : 1;
        if (target.Rows is null || target.Waiting is null) return;
        (KeyedRows store, KeyedRows other) = isRow ? (target.Rows, target.Waiting) : (target.Waiting, target.Rows);
        other.Remove(key);
        byte* row = store.At(store.Add(key, 0));
        record[..layout.PayloadBytes].CopyTo(new Span<byte>(row, layout.PayloadBytes));
        store.SetMeta(row, RowMeta.Of(RowMeta.Frequency(meta), target.Now - age));
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
        if (target.Rows is not null && (target.Rows.Count != header.Cut.Rows || target.Waiting!.Count != header.Cut.Waiting))
            reader.Damaged($"{target.Rows.Count} rows, {target.Waiting!.Count} waiting keys", $"{header.Cut.Rows} and {header.Cut.Waiting} after the delta");
    }

    /// <summary>Rows that a delta does not name grow older by the ticks between the two snapshots; where that could outgrow
    /// the 20 bits, their age stops first.</summary>
    private void StopAges(uint later)
    {
        uint now = Tick;
        if (later - now < RowMeta.OldestAge / 2) return;
        foreach (KeyedRows store in (ReadOnlySpan<KeyedRows>)[_rows, _waiting])
        {
            for (uint number = 1; number <= store.Count; number++)
            {
                byte* row = store.At(number);
                uint meta = store.MetaOf(row);
                uint age = (uint)Math.Min(RowMeta.Age(meta, now) + (ulong)(later - now), RowMeta.OldestAge);
                store.SetMeta(row, RowMeta.Of(RowMeta.Frequency(meta), later - age));
            }
        }
    }
}
