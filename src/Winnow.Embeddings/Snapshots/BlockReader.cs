using System.Buffers.Binary;

namespace Winnow.Embeddings;

/// <summary>Reads the blocks of a snapshot, each checked before anybody sees it. Holds one block, whatever the file says.</summary>
internal sealed class BlockReader
{
    private readonly Stream _source;
    private readonly string _path;
    private readonly byte[] _payload = new byte[SnapshotFormat.MaximumPayload];
    private uint _ordinal;
    private int _length;

    internal BlockReader(Stream source, string path)
    {
        _source = source;
        _path = path;
        Span<byte> prologue = stackalloc byte[12];
        Fill(prologue, "the start of a table snapshot");
        if (!prologue[..8].SequenceEqual(SnapshotFormat.Magic)) Throw.NotASnapshot(path);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(prologue[8..]);
        if (version != SnapshotFormat.Version) Throw.SnapshotVersion(path, version);
    }

    /// <summary>Kind of the current block.</summary>
    internal BlockKind Kind { get; private set; }

    /// <summary>Where the current block begins, in bytes from where reading began.</summary>
    internal long BlockOffset { get; private set; }

    /// <summary>Where reading has got to.</summary>
    internal long Offset { get; private set; }

    /// <summary>The current block.</summary>
    internal ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _length);

    /// <summary>Reads the next block.</summary>
    internal void Next()
    {
        BlockOffset = Offset;
        Span<byte> head = stackalloc byte[SnapshotFormat.BlockHeadBytes];
        Fill(head, "a block");
        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(head), length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (kind is < (uint)BlockKind.Header or > (uint)BlockKind.End)
            Damaged($"a block of kind {kind}", $"kinds {(uint)BlockKind.Header} to {(uint)BlockKind.End}");
        if (kind < (uint)Kind) Damaged($"a {(BlockKind)kind} block after a {Kind} block", "the order Header, Removed, Rows, Waiting, End");
        if (length > SnapshotFormat.MaximumPayload) Damaged($"a block of {length} bytes", $"at most {SnapshotFormat.MaximumPayload}");
        Kind = (BlockKind)kind;
        _length = (int)length;
        Fill(_payload.AsSpan(0, _length), "the rest of a block");
        ulong expected = BinaryPrimitives.ReadUInt64LittleEndian(head[8..]);
        ulong actual = XxHash64.Of(Payload, ((ulong)_ordinal << 32) | kind);
        if (actual != expected) Damaged($"a block with checksum {actual:x16}", $"{expected:x16}");
        _ordinal++;
    }

    /// <summary>Makes sure that nothing follows.</summary>
    internal void ExpectEnd()
    {
        BlockOffset = Offset;
        if (_source.ReadByte() >= 0) Damaged("further bytes behind the last block", "the end of the file");
    }

    /// <summary>Reports damage in the current block.</summary>
    internal void Damaged(string found, string expected) => Throw.SnapshotDamaged(_path, BlockOffset, found, expected);

    private void Fill(Span<byte> target, string what)
    {
        int read = _source.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        Offset += read;
        if (read < target.Length) Throw.SnapshotTruncated(_path, Offset, what, target.Length - read);
    }
}
