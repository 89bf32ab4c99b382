using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <summary>Reads a full snapshot as pieces for the shards of a table, however many it was written from. Holds one block of 1 MiB.</summary>
public sealed class TableSnapshotReader
{
    private readonly BlockReader _reader;
    private readonly SnapshotRecords _records;
    private readonly int _shards;
    private int _at;
    private ulong _lastHash;
    private long _rows, _waiting;

    /// <summary>Reads the head.</summary>
    /// <param name="source">A snapshot, from its current position to its end.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="options">Any shard of the table it is for.</param>
    /// <exception cref="InvalidDataException">It is no full snapshot, damaged, or of another table.</exception>
    public TableSnapshotReader(Stream source, string path, TableShardOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        _reader = new(source, path);
        _records = new(options);
        _shards = options.Shards;
        SnapshotHeader header = SnapshotHeader.Read(_reader);
        header.CheckFits(TableSnapshotWriter.Header(options, default), path);
        if (header.Base is not null) Throw.SnapshotKind(path, "delta", "full");
        Cut = header.Cut;
        _at = _reader.Payload.Length;
    }

    /// <summary>The instant of the snapshot. Its removals count to shard 0, so that their sum stays what it is.</summary>
    public SnapshotCut Cut { get; }

    /// <summary>Reads records of one kind for one shard; in ascending order of hash, rows first.</summary>
    /// <param name="shard">The shard they belong to.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="records">Whole records, valid until the next call.</param>
    /// <returns>False at the end of the snapshot, all of which was then found good.</returns>
    /// <exception cref="InvalidDataException">It is damaged here.</exception>
    public bool Next(out int shard, out SnapshotRecordKind kind, out ReadOnlySpan<byte> records)
    {
        (shard, kind) = (0, SnapshotRecordKind.End);
        records = default;
        while (_at == _reader.Payload.Length)
            if (!NextBlock()) return false;
        kind = _reader.Kind == BlockKind.Rows ? SnapshotRecordKind.Row : SnapshotRecordKind.Waiting;
        int bytes = _records.BytesOf(kind), first = _at;
        shard = CheckRecord(kind, bytes);
        while (_at < _reader.Payload.Length && TableShardOptions.ShardOf(_records.KeyOf(kind, _reader.Payload.Slice(_at, bytes)), _shards) == shard)
            _ = CheckRecord(kind, bytes);
        records = _reader.Payload[first.._at];
        return true;
    }

    private bool NextBlock()
    {
        BlockKind before = _reader.Kind;
        if (before == BlockKind.End) return false;
        _reader.Next();
        _at = 0;
        if (_reader.Kind != before) _lastHash = 0;
        if (_reader.Kind == BlockKind.End)
        {
            CheckEnd();
            return false;
        }
        int bytes = _reader.Kind switch
        {
            BlockKind.Rows => _records.RowBytes,
            BlockKind.Waiting => SnapshotRecords.WaitingBytes,
            _ => 0,
        };
        if (bytes == 0) _reader.Damaged($"a {_reader.Kind} block", "none here");
        if (_reader.Payload.Length % bytes != 0) _reader.Damaged($"{_reader.Payload.Length} bytes", $"a multiple of {bytes}");
        return true;
    }

    /// <summary>Checks the next record and steps over it; the shard it belongs to.</summary>
    private int CheckRecord(SnapshotRecordKind kind, int bytes)
    {
        ReadOnlySpan<byte> record = _reader.Payload.Slice(_at, bytes);
        ulong key = _records.KeyOf(kind, record), hash = KeyHash.Of(key);
        if (hash <= _lastHash) _reader.Damaged("keys out of order", "ascending hashes, each once, and never key 0");
        uint age = BinaryPrimitives.ReadUInt32LittleEndian(record[^sizeof(uint)..]) & RowMeta.TickMask;
        if (age > RowMeta.OldestAge) _reader.Damaged($"an age of {age} ticks", $"at most {RowMeta.OldestAge}");
        _lastHash = hash;
        if (kind == SnapshotRecordKind.Row) _rows++;
        else _waiting++;
        _at += bytes;
        return TableShardOptions.ShardOf(key, _shards);
    }

    private void CheckEnd()
    {
        ReadOnlySpan<byte> end = _reader.Payload;
        if (end.Length != 3 * sizeof(long)) _reader.Damaged($"{end.Length} bytes", $"{3 * sizeof(long)}");
        long rows = BinaryPrimitives.ReadInt64LittleEndian(end[8..]), waiting = BinaryPrimitives.ReadInt64LittleEndian(end[16..]);
        if (rows != _rows || waiting != _waiting || rows != Cut.Rows || waiting != Cut.Waiting || BinaryPrimitives.ReadInt64LittleEndian(end) != 0)
            _reader.Damaged($"{_rows} rows, {_waiting} waiting keys", $"{rows} and {waiting}, and {Cut.Rows} and {Cut.Waiting} as in the header");
        _reader.ExpectEnd();
        _at = end.Length;
    }
}
