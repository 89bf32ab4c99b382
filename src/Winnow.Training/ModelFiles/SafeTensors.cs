using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>
/// Tensors in the safetensors format: 8 bytes header length, a JSON header with the type, shape and place of every tensor,
/// then the values, little-endian. Any tool of the field reads it. Tensors are written in the order given, aligned to 64 bytes.
/// </summary>
public static partial class SafeTensors
{
    private const int Alignment = 64, MaxHeaderBytes = 100_000_000;
    private const string Metadata = "__metadata__";
    private const string Advice = "Restore the model directory from a copy, or train again.";

    /// <summary>Writes a file; values are copied straight from native memory.</summary>
    /// <param name="path">The file, replaced when it is there.</param>
    /// <param name="tensors">The tensors; names are distinct.</param>
    /// <param name="metadata">Free texts stored in the header, or null.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        WriteHeader(stream, [.. tensors.Select(t => new Entry(t.Name, "F32", t.Shape))], metadata);
        foreach (NamedTensor tensor in tensors) stream.Write(MemoryMarshal.AsBytes(tensor.Values));
    }

    /// <summary>Fills tensors from a file. The file must hold exactly these tensors, with these shapes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and shapes expected; their values are overwritten.</param>
    /// <exception cref="StorageException">The file is damaged, or is of another model; the message names the tensor.</exception>
    public static void Read(string path, IReadOnlyList<NamedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            using JsonDocument header = ReadHeader(path, stream);
            ReadTensors(path, stream, header.RootElement, tensors);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new StorageException($"{path} is damaged: its header is not readable as JSON ({e.Message}). {Advice}", e);
        }
    }

    /// <summary>The free texts of a file's header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StorageException">The file is damaged.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            using JsonDocument header = ReadHeader(path, stream);
            return header.RootElement.TryGetProperty(Metadata, out JsonElement texts)
                ? texts.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "")
                : new Dictionary<string, string>();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new StorageException($"{path} is damaged: its header is not readable as JSON ({e.Message}). {Advice}", e);
        }
    }

    private static void ReadTensors(string path, FileStream stream, JsonElement header, IReadOnlyList<NamedTensor> tensors)
    {
        long start = stream.Position;
        int known = header.EnumerateObject().Count(p => p.Name != Metadata);
        if (known != tensors.Count)
            throw new StorageException($"{path} holds {known} tensors, but the model has {tensors.Count}. It belongs to another model. {Advice}");
        foreach (NamedTensor tensor in tensors)
        {
            (long begin, long end) = Place(path, header, tensor);
            if (start + end > stream.Length)
                throw new StorageException($"{path} ends before tensor '{tensor.Name}' does ({stream.Length} of {start + end} bytes). {Advice}");
            stream.Position = start + begin;
            stream.ReadExactly(MemoryMarshal.AsBytes(tensor.Values));
        }
    }

    private static void WriteHeader(FileStream stream, IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        byte[] header = Header(entries, metadata);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
    }

    private static byte[] Header(IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            if (metadata is not null) WriteMetadata(json, metadata);
            long at = 0;
            foreach (Entry entry in entries) WriteEntry(json, entry, ref at);
            json.WriteEndObject();
        }

        while ((sizeof(ulong) + bytes.Length) % Alignment != 0) bytes.WriteByte((byte)' ');
        return bytes.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(Metadata);
        foreach ((string name, string text) in metadata) json.WriteString(name, text);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, Entry entry, ref long at)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Type);
        json.WriteStartArray("shape");
        foreach (int length in entry.Shape) json.WriteNumberValue(length);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(at);
        json.WriteNumberValue(at += entry.Shape.Aggregate(4L, (bytes, length) => bytes * length));     // both types take four bytes
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static JsonDocument ReadHeader(string path, FileStream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        ulong bytes = stream.ReadAtLeast(length, sizeof(ulong), throwOnEndOfStream: false) == sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64LittleEndian(length)
            : ulong.MaxValue;
        if (bytes > MaxHeaderBytes || (long)bytes > stream.Length - sizeof(ulong))
            throw new StorageException($"{path} is no safetensors file: its header does not fit into its {stream.Length} bytes. {Advice}");
        byte[] header = new byte[bytes];
        stream.ReadExactly(header);
        return JsonDocument.Parse(header);
    }

    private static (long Begin, long End) Place(string path, JsonElement header, NamedTensor tensor)
    {
        if (!header.TryGetProperty(tensor.Name, out JsonElement entry) || !TryReadEntry(entry, out string? type, out int[]? shape, out long[]? place))
            throw new StorageException($"{path} has no usable entry for tensor '{tensor.Name}'. It belongs to another model. {Advice}");
        if (type != "F32" || !shape.AsSpan().SequenceEqual(tensor.Shape))
            throw new StorageException($"{path} holds '{tensor.Name}' as {type} [{string.Join(", ", shape)}], but the model needs F32 "
                + $"[{string.Join(", ", tensor.Shape)}]. It belongs to another model. {Advice}");
        if (place[0] < 0 || place[1] - place[0] != tensor.Values.Length * (long)sizeof(float))
            throw new StorageException($"{path} places '{tensor.Name}' at bytes {place[0]} to {place[1]}, which does not fit its shape. {Advice}");
        return (place[0], place[1]);
    }

    private static bool TryReadEntry(JsonElement entry, out string type, out int[] shape, out long[] place)
    {
        (type, shape, place) = ("", [], []);
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out JsonElement lengths) || lengths.ValueKind != JsonValueKind.Array
            || !entry.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.ValueKind != JsonValueKind.Array
            || offsets.GetArrayLength() != 2)
            return false;
        type = dtype.GetString()!;
        shape = [.. lengths.EnumerateArray().Select(l => l.TryGetInt32(out int v) ? v : -1)];
        place = [.. offsets.EnumerateArray().Select(o => o.TryGetInt64(out long v) ? v : -1)];
        return true;
    }

    private readonly record struct Entry(string Name, string Type, int[] Shape);
}
