using System.Buffers.Binary;
using System.Text.Json;

namespace Winnow.Retrieval;

/// <summary>The file of a graph: a header of 4 KiB, then the parts of the store as they lie in memory, each from a multiple of 4 KiB
/// on, little-endian.</summary>
/// <remarks>The header holds a magic word, the format, and one JSON document with the options, the sizes and a checksum of each
/// part; it closes with a checksum of itself. So a file that was cut short or written by another version is refused without
/// reading it, and a changed one when its parts are read.</remarks>
internal static unsafe class HnswFile
{
    internal const int PageBytes = 4096, Format = 1;

    private const int TextAt = 16, ChecksumAt = PageBytes - sizeof(uint);
    private static readonly string[] s_parts = ["nodes", "states", "levels", "scales", "norms", "rows", "ids", "upper layers", "upper links"];

    private static ReadOnlySpan<byte> Magic => "WNW-HNSW"u8;

    /// <summary>Writes aside, flushes to the disk, renames: what was there before stays whole until the new file is.</summary>
    internal static void Write(string path, HnswHeader header, HnswStore store)
    {
        path = Path.GetFullPath(path);
        string partial = path + ".partial";
        try
        {
            (nint Address, long Bytes)[] sections = store.Sections();
            header.PartBytes = [.. sections.Select(s => s.Bytes)];
            header.PartChecksums = [.. sections.Select(s => Checksum.Of((byte*)s.Address, s.Bytes))];
            using (FileStream file = new(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(HeaderBytes(header));
                foreach ((nint address, long bytes) in sections) WritePart(file, (byte*)address, bytes);
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

    /// <summary>Reads and checks the header against the length of the file.</summary>
    internal static HnswHeader ReadHeader(string path, ReadOnlySpan<byte> page, long fileBytes)
    {
        if (page.Length < PageBytes) Throw.File(path, $"has {fileBytes} bytes, but the header alone takes {PageBytes}. It was cut short; restore it from a copy.");
        if (!page[..8].SequenceEqual(Magic)) Throw.File(path, "does not begin as a graph index does. Name a file that HnswIndex.Save wrote.");
        int format = BinaryPrimitives.ReadInt32LittleEndian(page[8..]);
        if (format != Format) Throw.File(path, $"has format {format}, but this version reads {Format}. Use the version that wrote it, or build the index anew.");
        uint written = BinaryPrimitives.ReadUInt32LittleEndian(page[ChecksumAt..]), found = Checksum.Of(page[..ChecksumAt]);
        if (written != found) Throw.File(path, $"is damaged: the checksum of its header is {found:x8}, but {written:x8} was written. Restore it from a copy.");
        int length = BinaryPrimitives.ReadInt32LittleEndian(page[12..]);
        HnswHeader header = JsonSerializer.Deserialize(page.Slice(TextAt, length), HnswHeaderContext.Default.HnswHeader)!;
        long expected = PageBytes + header.PartBytes.Sum(Padded);
        if (fileBytes != expected) Throw.File(path, $"has {fileBytes} bytes, but {expected} were written. It was cut short or added to; restore it from a copy.");
        return header;
    }

    /// <summary>Where the parts lie, given the first byte of the file.</summary>
    internal static HnswSections Locate(byte* file, HnswHeader header)
    {
        byte** at = stackalloc byte*[s_parts.Length];
        byte* next = file + PageBytes;
        for (int i = 0; i < s_parts.Length; i++)
        {
            at[i] = next;
            next += Padded(header.PartBytes[i]);
        }
        return new()
        {
            Nodes = at[0],
            States = at[1],
            Levels = at[2],
            Scales = (float*)at[3],
            Biases = (float*)at[4],
            Rows = (float*)at[5],
            Ids = (int*)at[6],
            UpperFirst = (int*)at[7],
            UpperLinks = (int*)at[8],
        };
    }

    /// <summary>Compares every part with its checksum.</summary>
    internal static void Verify(string path, HnswStore store, HnswHeader header)
    {
        (nint Address, long Bytes)[] sections = store.Sections();
        for (int i = 0; i < s_parts.Length; i++)
        {
            if (sections[i].Bytes != header.PartBytes[i])
                Throw.File(path, $"is damaged: its part '{s_parts[i]}' has {header.PartBytes[i]} bytes, but its sizes ask for {sections[i].Bytes}.");
            uint found = Checksum.Of((byte*)sections[i].Address, sections[i].Bytes);
            if (found != header.PartChecksums[i])
                Throw.File(path, $"is damaged: the checksum of its part '{s_parts[i]}' is {found:x8}, but {header.PartChecksums[i]:x8} was written. Restore it from a copy.");
        }
    }

    private static byte[] HeaderBytes(HnswHeader header)
    {
        byte[] page = new byte[PageBytes];
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header, HnswHeaderContext.Default.HnswHeader);
        Magic.CopyTo(page);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(8), Format);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(12), text.Length);
        text.CopyTo(page.AsSpan(TextAt, ChecksumAt - TextAt));
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(ChecksumAt), Checksum.Of(page.AsSpan(0, ChecksumAt)));
        return page;
    }

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
