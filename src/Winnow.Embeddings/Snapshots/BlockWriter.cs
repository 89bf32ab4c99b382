using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <summary>Collects records into blocks and writes each with its length and checksum. Holds one block.</summary>
internal sealed class BlockWriter
{
    private readonly Stream _target;
    private readonly byte[] _block = new byte[SnapshotFormat.BlockHeadBytes + SnapshotFormat.MaximumPayload];
    private int _length;
    private uint _ordinal;
    private BlockKind _kind;

    internal BlockWriter(Stream target)
    {
        _target = target;
        Span<byte> prologue = stackalloc byte[12];
        SnapshotFormat.Magic.CopyTo(prologue);
        BinaryPrimitives.WriteUInt32LittleEndian(prologue[8..], SnapshotFormat.Version);
        target.Write(prologue);
    }

    /// <summary>Number of records since <see cref="Begin"/>.</summary>
    internal long Records { get; private set; }

    /// <summary>Ends the current block; the next records are of this kind.</summary>
    internal void Begin(BlockKind kind)
    {
        Flush();
        _kind = kind;
        Records = 0;
    }

    /// <summary>Room for one record, which must be filled before the next call.</summary>
    internal Span<byte> Record(int bytes)
    {
        if (_length + bytes > SnapshotFormat.MaximumPayload) Flush();
        Span<byte> record = _block.AsSpan(SnapshotFormat.BlockHeadBytes + _length, bytes);
        _length += bytes;
        Records++;
        return record;
    }

    /// <summary>Writes what has been collected.</summary>
    internal void Flush()
    {
        if (_length == 0) return;
        Span<byte> payload = _block.AsSpan(SnapshotFormat.BlockHeadBytes, _length);
        BinaryPrimitives.WriteUInt32LittleEndian(_block, (uint)_kind);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), (uint)_length);
        BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(8), XxHash64.Of(payload, ((ulong)_ordinal << 32) | (uint)_kind));
        _target.Write(_block, 0, SnapshotFormat.BlockHeadBytes + _length);
        _ordinal++;
        _length = 0;
    }
}
