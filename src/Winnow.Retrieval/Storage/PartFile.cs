using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Winnow.Retrieval;

/// <summary>What the header of every index file says about the parts behind it.</summary>
internal abstract class PartHeader
{
    public long[] PartBytes { get; set; } = [];

    public uint[] PartChecksums { get; set; } = [];
}

/// <summary>A kind of index file.</summary>
/// <param name="Magic">Its first bytes, eight of ASCII.</param>
/// <param name="Format">The format that this version writes and reads.</param>
/// <param name="Words">What it is, for messages: <c>a graph index</c>.</param>
/// <param name="Writer">What writes it, for messages: <c>HnswIndex.Save</c>.</param>
/// <param name="Parts">Names of its parts, for messages, in order.</param>
internal sealed record PartFileKind(string Magic, int Format, string Words, string Writer, string[] Parts);

/// <summary>The file of an index: a header of 4 KiB, then parts as they lie in memory, each from a multiple of 4 KiB on,
/// little-endian.</summary>
/// <remarks>The header holds a magic word, the format, and one JSON document with the options, the sizes and a checksum of each
/// part; it closes with a checksum of itself. So a file that was cut short or written by another version is refused without
/// reading it, and a changed one when its parts are read.</remarks>
internal static unsafe class PartFile
{
    internal const int PageBytes = 4096;

    private const int TextAt = 16, MagicBytes = 8, ChecksumAt = PageBytes - sizeof(uint);

    /// <summary>Writes aside, flushes to the disk, renames: what was there before stays whole until the new file is.</summary>
    internal static void Write<THeader>(
        string path, PartFileKind kind, THeader header, JsonTypeInfo<THeader> json, (nint Address, long Bytes)[] parts)
        where THeader : PartHeader
    {
        path = Path.GetFullPath(path);
        string partial = path + ".partial";
        try
        {
            header.PartBytes = [.. parts.Select(part => part.Bytes)];
            header.PartChecksums = [.. parts.Select(part => Checksum.Of((byte*)part.Address, part.Bytes))];
            using (FileStream file = new(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(HeaderBytes(kind, JsonSerializer.SerializeToUtf8Bytes(header, json)));
                foreach ((nint address, long bytes) in parts) WritePart(file, (byte*)address, bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(partial);
            throw new IndexFileException($"{path} could not be written: {e.Message} What was there before is untouched. Make room or choose another place.", e);
        }
    }

    /// <summary>Maps a file and checks its header against its length; reads nothing else.</summary>
    internal static FileMapping Open<THeader>(string path, PartFileKind kind, JsonTypeInfo<THeader> json, out THeader header)
        where THeader : PartHeader
    {
        FileMapping mapping;
        try
        {
            mapping = new FileMapping(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IndexFileException($"{path} could not be opened: {e.Message} Name a file that {kind.Writer} wrote.", e);
        }
        try
        {
            ReadOnlySpan<byte> page = new(mapping.Pointer, (int)Math.Min(mapping.Length, PageBytes));
            header = JsonSerializer.Deserialize(Text(path, kind, page, mapping.Length), json)!;
            long expected = PageBytes + header.PartBytes.Sum(Padded);
            if (mapping.Length != expected)
                Throw.File(path, $"has {mapping.Length} bytes, but {expected} were written. It was cut short or added to; restore it from a copy.");
            return mapping;
        }
        catch
        {
            mapping.Dispose();
            throw;
        }
    }

    /// <summary>Where each part lies, given the first byte of the file.</summary>
    internal static nint[] Locate(byte* file, PartHeader header)
    {
        nint[] at = new nint[header.PartBytes.Length];
        nint next = (nint)file + PageBytes;
        for (int i = 0; i < at.Length; i++)
        {
            at[i] = next;
            next += (nint)Padded(header.PartBytes[i]);
        }
        return at;
    }

    /// <summary>Compares every part with its checksum.</summary>
    internal static void Verify(
        string path, PartFileKind kind, PartHeader header, (nint Address, long Bytes)[] parts, CancellationToken cancel = default)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Bytes != header.PartBytes[i])
                Throw.File(path, $"is damaged: its part '{kind.Parts[i]}' has {header.PartBytes[i]} bytes, but its sizes ask for {parts[i].Bytes}.");
            uint found = Checksum.Of((byte*)parts[i].Address, parts[i].Bytes, cancel);
            if (found != header.PartChecksums[i])
                Throw.File(path, $"is damaged: the checksum of its part '{kind.Parts[i]}' is {found:x8}, but {header.PartChecksums[i]:x8} was written. Restore it from a copy.");
        }
    }

    private static ReadOnlySpan<byte> Text(string path, PartFileKind kind, ReadOnlySpan<byte> page, long fileBytes)
    {
        if (page.Length < PageBytes) Throw.File(path, $"has {fileBytes} bytes, but the header alone takes {PageBytes}. It was cut short; restore it from a copy.");
        if (!page[..MagicBytes].SequenceEqual(MagicOf(kind))) Throw.File(path, $"does not begin as {kind.Words} does. Name a file that {kind.Writer} wrote.");
        int format = BinaryPrimitives.ReadInt32LittleEndian(page[8..]);
        if (format != kind.Format) Throw.File(path, $"has format {format}, but this version reads {kind.Format}. Use the version that wrote it, or build the index anew.");
        uint written = BinaryPrimitives.ReadUInt32LittleEndian(page[ChecksumAt..]), found = Checksum.Of(page[..ChecksumAt]);
        if (written != found) Throw.File(path, $"is damaged: the checksum of its header is {found:x8}, but {written:x8} was written. Restore it from a copy.");
        return page.Slice(TextAt, BinaryPrimitives.ReadInt32LittleEndian(page[12..]));
    }

    private static byte[] HeaderBytes(PartFileKind kind, byte[] text)
    {
        byte[] page = new byte[PageBytes];
        MagicOf(kind).CopyTo(page);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(8), kind.Format);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(12), text.Length);
        text.CopyTo(page.AsSpan(TextAt, ChecksumAt - TextAt));
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(ChecksumAt), Checksum.Of(page.AsSpan(0, ChecksumAt)));
        return page;
    }

    private static Span<byte> MagicOf(PartFileKind kind) => System.Text.Encoding.ASCII.GetBytes(kind.Magic);

    private static void WritePart(FileStream file, byte* bytes, long length)
    {
        const int piece = 1 << 24;
        for (long done = 0; done < length; done += piece)
            file.Write(new ReadOnlySpan<byte>(bytes + done, (int)Math.Min(piece, length - done)));
        file.Write(new byte[Padded(length) - length]);
    }

    private static long Padded(long bytes) => (bytes + PageBytes - 1) / PageBytes * PageBytes;

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The fault being reported is the one that matters; the next save overwrites the rest.
        }
    }
}
