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
        Precision = options.Table.Precision;
        RowBytes = new RowLayout(options.Table.Dimension, options.Table.Precision, StateFloats).Stride;
    }

    /// <summary>Bytes of the record of a row.</summary>
    public int RowBytes { get; }

    internal string Optimizer { get; }
    internal int StateFloats { get; }
    private RowPrecision Precision { get; }

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

    /// <summary>Whether vector and optimiser state of a row are free of NaN and ±∞.</summary>
    /// <param name="row">The record of a row.</param>
    public unsafe bool IsFinite(ReadOnlySpan<byte> row)
    {
        int vector = RowBytes - WaitingBytes - StateFloats * sizeof(float);
        fixed (byte* start = row)
        {
            if (!FiniteCheck.AllFinite((float*)(start + vector), StateFloats)) return false;
            if (Precision == RowPrecision.Float32) return FiniteCheck.AllFinite((float*)start, vector / sizeof(float));
            for (int i = 0; i < vector; i += sizeof(ushort))
                if ((*(ushort*)(start + i) & 0x7F80) == 0x7F80) return false;
            return true;
        }
    }
}
