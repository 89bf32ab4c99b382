namespace Winnow.Embeddings;

/// <summary>Writes the records of n shards as one snapshot, byte for byte what <see cref="IEmbeddingTable.Save"/> of one table would write: give it
/// all rows, shard after shard, then all waiting keys, shard after shard.</summary>
public sealed class TableSnapshotWriter
{
    private readonly BlockWriter _writer;
    private readonly SnapshotRecords _records;
    private readonly SnapshotCut _cut;
    private SnapshotRecordKind _kind = SnapshotRecordKind.End;
    private long _rows, _waiting;

    /// <summary>Writes the head.</summary>
    /// <param name="target">Receives the snapshot; neither flushed nor closed.</param>
    /// <param name="options">Any shard of the table.</param>
    /// <param name="cut">The instant: <see cref="Sum"/> over all shards.</param>
    public TableSnapshotWriter(Stream target, TableShardOptions options, SnapshotCut cut)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        _writer = new(target);
        _records = new(options);
        _cut = cut;
        Header(options, cut).Write(_writer);
    }

    /// <summary>The instant of a table whose shards are at these instants.</summary>
    /// <param name="cuts">One for each shard, at least one.</param>
    /// <exception cref="ArgumentException">Their clocks differ: they are not at one cut.</exception>
    public static SnapshotCut Sum(IReadOnlyList<SnapshotCut> cuts)
    {
        ArgumentNullException.ThrowIfNull(cuts);
        ArgumentOutOfRangeException.ThrowIfZero(cuts.Count);
        SnapshotCut sum = cuts[0];
        for (int i = 1; i < cuts.Count; i++)
        {
            if (cuts[i].Step != sum.Step || cuts[i].Pushes != sum.Pushes) Throw.CutsDiffer(i, cuts[i], cuts[0]);
            sum = sum with { Removals = sum.Removals + cuts[i].Removals, Rows = sum.Rows + cuts[i].Rows, Waiting = sum.Waiting + cuts[i].Waiting };
        }
        return sum;
    }

    /// <summary>Adds records, as <see cref="TableShard.Snapshot"/> gives them.</summary>
    /// <exception cref="ArgumentException">They are cut off, or of a kind that is over.</exception>
    public void Add(SnapshotRecordKind kind, ReadOnlySpan<byte> records)
    {
        int bytes = _records.BytesOf(kind);
        if (bytes == 0 || records.Length % bytes != 0) Throw.RecordBytes(kind, records.Length, bytes);
        if (kind == SnapshotRecordKind.Row && _kind == SnapshotRecordKind.Waiting) Throw.RowsAreOver();
        if (kind != _kind) _writer.Begin(kind == SnapshotRecordKind.Row ? BlockKind.Rows : BlockKind.Waiting);
        _kind = kind;
        for (; records.Length > 0; records = records[bytes..])
        {
            records[..bytes].CopyTo(_writer.Record(bytes));
            if (kind == SnapshotRecordKind.Row) _rows++;
            else _waiting++;
        }
    }

    /// <summary>Writes the end.</summary>
    /// <exception cref="InvalidOperationException">There were more or fewer records than the cut says.</exception>
    public void Finish()
    {
        if (_rows != _cut.Rows || _waiting != _cut.Waiting) Throw.RecordsMissing(_rows, _waiting, _cut);
        _writer.Begin(BlockKind.End);
        foreach (long count in (ReadOnlySpan<long>)[0, _rows, _waiting])
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(_writer.Record(sizeof(long)), count);
        _writer.Flush();
    }

    internal static SnapshotHeader Header(TableShardOptions options, SnapshotCut cut)
    {
        SnapshotRecords records = new(options);
        return new()
        {
            Cut = cut, Dimension = options.Table.Dimension, Precision = options.Table.Precision, StateFloats = records.StateFloats,
            StepsPerTick = options.Table.StepsPerTick, Seed = options.Table.Seed, Optimizer = records.Optimizer, Table = options.Table.Name,
        };
    }
}
