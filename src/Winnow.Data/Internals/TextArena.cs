using System.Buffers.Binary;

namespace Winnow.Data;

/// <summary>Byte strings, each in one piece, in chunks that never move. An address stays valid for ever.</summary>
internal sealed class TextArena
{
    private const int ChunkBytes = 4 << 20;
    private const int PrefixBytes = sizeof(int);

    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkBytes;

    /// <summary>Keeps a copy of a text of at most <see cref="RecordFile.MaxFieldBytes"/> bytes.</summary>
    public long Add(ReadOnlySpan<byte> text)
    {
        if (_used + PrefixBytes + text.Length > ChunkBytes)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkBytes));
            _used = 0;
        }
        long address = (long)(_chunks.Count - 1) * ChunkBytes + _used;
        Span<byte> target = _chunks[^1].AsSpan(_used);
        BinaryPrimitives.WriteInt32LittleEndian(target, text.Length);
        text.CopyTo(target[PrefixBytes..]);
        _used += PrefixBytes + text.Length;
        return address;
    }

    public ReadOnlySpan<byte> this[long address]
    {
        get
        {
            ReadOnlySpan<byte> source = _chunks[(int)(address / ChunkBytes)].AsSpan((int)(address % ChunkBytes));
            return source.Slice(PrefixBytes, BinaryPrimitives.ReadInt32LittleEndian(source));
        }
    }
}
