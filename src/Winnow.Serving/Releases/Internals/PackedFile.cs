using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>Named arrays in one file, read through the address space when touched: opening takes the same time for any size.</summary>
/// <remarks>
/// Little-endian. Header: <c>WINNOWPK</c>, version, number of arrays, bytes of the header, its CRC-32C; then for each array length and UTF-8 of its
/// name, bytes of an element, number of elements, offset in the file, a multiple of 64. Opening checks the header and the length of the file; the
/// contents are checked by the manifest of the release when it is asked to.
/// </remarks>
internal sealed unsafe class PackedFile : IDisposable
{
    private const int Version = 1, FixedBytes = 24, Alignment = 64, MostHeaderBytes = 1 << 16;

    private static ReadOnlySpan<byte> Magic => "WINNOWPK"u8;

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private byte* _pointer;

    private PackedFile(string path)
    {
        _path = path;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        ReadHeader(stream);
        _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        View.AcquirePointer(ref _pointer);
    }

    private SafeMemoryMappedViewHandle View => _view.SafeMemoryMappedViewHandle;

    /// <summary>Opens a file that <see cref="Write"/> wrote.</summary>
    /// <exception cref="StorageException">It is missing, cut short, damaged, or of another format.</exception>
    public static PackedFile Open(string path)
    {
        try
        {
            return new PackedFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path} could not be opened: {e.Message} Restore the release from a copy, or pack it again.", e);
        }
    }

    /// <summary>Writes arrays into a file that is part of a directory being written aside.</summary>
    public static void Write(string path, params ReadOnlySpan<PackedArray> arrays)
    {
        byte[] header = Header(arrays, out long[] offsets);
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write(header);
        for (int i = 0; i < arrays.Length; i++)
        {
            for (long gap = offsets[i] - file.Position; gap > 0; gap--) file.WriteByte(0);
            arrays[i].WriteTo(file);
            if (file.Position != offsets[i] + arrays[i].Bytes) throw new InvalidOperationException($"Array '{arrays[i].Name}' of {path} wrote another length than it announced.");
        }
    }

    /// <summary>Whether there is an array of a name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The array of a name.</summary>
    /// <exception cref="StorageException">There is none, or its elements are of another size.</exception>
    public MappedArray<T> Array<T>(string name) where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_pointer is null, this);
        if (!_entries.TryGetValue(name, out Entry entry)) throw Damaged($"has no array '{name}'");
        if (entry.ElementBytes != sizeof(T)) throw Damaged($"has elements of {entry.ElementBytes} bytes in '{name}', where {sizeof(T)} are expected");
        return new MappedArray<T>((T*)(_pointer + _view.PointerOffset + entry.Offset), entry.Count);
    }

    /// <summary>The array of a name, which must have so many elements.</summary>
    /// <exception cref="StorageException">It has not.</exception>
    public MappedArray<T> Array<T>(string name, long count) where T : unmanaged
    {
        MappedArray<T> array = Array<T>(name);
        return array.Count == count ? array : throw Damaged($"has {array.Count} elements in '{name}', where {count} are expected");
    }

    /// <summary>What to throw when the contents contradict one another.</summary>
    public StorageException Damaged(string what) => new($"{_path} {what}. It is damaged or of another release; restore it from a copy, or pack the release again.");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pointer is null) return;
        _pointer = null;
        View.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static byte[] Header(ReadOnlySpan<PackedArray> arrays, out long[] offsets)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        int bytes = FixedBytes;
        foreach (PackedArray array in arrays) bytes += sizeof(int) + Encoding.UTF8.GetByteCount(array.Name) + sizeof(int) + 2 * sizeof(long);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(arrays.Length);
        writer.Write(bytes);
        writer.Write(0u);
        offsets = new long[arrays.Length];
        long end = bytes;
        for (int i = 0; i < arrays.Length; i++)
        {
            offsets[i] = (end + Alignment - 1) / Alignment * Alignment;
            end = offsets[i] + arrays[i].Bytes;
            byte[] name = Encoding.UTF8.GetBytes(arrays[i].Name);
            writer.Write(name.Length);
            writer.Write(name);
            writer.Write(arrays[i].ElementBytes);
            writer.Write(arrays[i].Count);
            writer.Write(offsets[i]);
        }
        byte[] header = stream.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(FixedBytes - sizeof(uint)), Checksum(header));
        return header;
    }

    private void ReadHeader(FileStream stream)
    {
        byte[] header = new byte[FixedBytes];
        if (stream.ReadAtLeast(header, FixedBytes, throwOnEndOfStream: false) < FixedBytes) throw Damaged($"has {stream.Length} bytes, fewer than its header");
        if (!header.AsSpan(0, Magic.Length).SequenceEqual(Magic)) throw Damaged("does not begin as a packed file does");
        int version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)), arrays = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        int bytes = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(16));
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(20));
        if (version != Version) throw new StorageException($"{_path} is of format {version}, but this version of Winnow reads {Version}. Pack the release again.");
        if (bytes is < FixedBytes or > MostHeaderBytes || arrays < 0) throw Damaged("has a damaged header");
        System.Array.Resize(ref header, bytes);
        if (stream.ReadAtLeast(header.AsSpan(FixedBytes), bytes - FixedBytes, throwOnEndOfStream: false) < bytes - FixedBytes) throw Damaged("ends within its header");
        header.AsSpan(20, sizeof(uint)).Clear();
        if (Checksum(header) != checksum) throw Damaged("has a damaged header");
        ReadEntries(header, arrays, stream.Length);
    }

    private void ReadEntries(byte[] header, int arrays, long length)
    {
        using BinaryReader reader = new(new MemoryStream(header, FixedBytes, header.Length - FixedBytes));
        long end = header.Length;
        for (int i = 0; i < arrays; i++)
        {
            string name = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
            Entry entry = new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64());
            _entries.Add(name, entry);
            end = entry.Offset + entry.Count * entry.ElementBytes;
        }
        if (end != length) throw Damaged($"has {length} bytes, but {end} were written");
    }

    /// <summary>CRC-32C of the header, its own place being zero.</summary>
    private static uint Checksum(ReadOnlySpan<byte> header)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in header) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private readonly record struct Entry(int ElementBytes, long Count, long Offset);
}
