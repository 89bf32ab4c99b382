using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <summary>What the records of a table's snapshot look like: a row is [vector | optimiser state | key, 8 B | frequency and age, 4 B], a waiting key
/// the last two.</summary>
public readonly record struct SnapshotRecords
{
    /// <summary>Bytes of the record of a waiting key.</summary>
    public const int WaitingBytes = sizeof(ulong) + sizeof(uint);

    /// <summary>The records of a table.</summary>
    /// <param name="options">Any of its shards.</param>
    public SnapshotRecords(TableShardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Optimizer, StateFloats) = SparseRules.Describe(options.Optimizer, options.Table.Dimension);
        RowBytes = new RowLayout(options.Table.Dimension, options.Table.Precision, StateFloats).Stride;
    }

    /// <summary>Bytes of the record of a row.</summary>
    public int RowBytes { get; }

    internal string Optimizer { get; }
    internal int StateFloats { get; }

    /// <summary>Bytes of a record; 0 if there is none of that kind.</summary>
    public int BytesOf(SnapshotRecordKind kind) => kind switch
    {
        SnapshotRecordKind.Row => RowBytes,
        SnapshotRecordKind.Waiting => WaitingBytes,
        _ => 0,
    };

    /// <summary>The key of a record.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The record.</param>
    public ulong KeyOf(SnapshotRecordKind kind, ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt64LittleEndian(record[(BytesOf(kind) - WaitingBytes)..]);
}
