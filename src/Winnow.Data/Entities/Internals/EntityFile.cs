using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Winnow.Data;

/// <summary>Reads entities from JSON Lines.</summary>
internal static class EntityFile
{
    private const int BufferBytes = 1 << 16;

    public static EntityFeatures Read(string path)
    {
        using Stream text = TextOrigin.OfFile(path).OpenText(0);
        List<string> ids = [];
        List<FeatureValues> features = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        int number = 0;
        foreach (ReadOnlyMemory<byte> line in Lines(path, text))
        {
            number++;
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            (string id, FeatureValues values) = Parse(path, number, line);
            if (!known.Add(id)) throw new InvalidDataException($"{path}, line {number}: id '{id}' appears a second time; give each entity one line.");
            ids.Add(id);
            features.Add(values);
        }
        return new EntityFeatures(new IdIndex(ids), features);
    }

    /// <summary>The lines as they are, each valid until the next; a byte order mark is passed over.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(string path, Stream text)
    {
        ArrayBufferWriter<byte> held = new(BufferBytes);
        byte[] buffer = new byte[BufferBytes];
        bool first = true;
        for (int read; (read = Next(path, text, buffer)) > 0;)
        {
            int start = first && buffer.AsSpan(0, read).StartsWith("\uFEFF"u8) ? 3 : 0;
            first = false;
            for (int end; (end = buffer.AsSpan(start, read - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                held.Write(buffer.AsSpan(start, end));
                yield return held.WrittenMemory;
                held.ResetWrittenCount();
            }
            held.Write(buffer.AsSpan(start, read - start));
        }
        if (held.WrittenCount > 0) yield return held.WrittenMemory;
    }

    private static int Next(string path, Stream text, byte[] buffer)
    {
        try
        {
            return text.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is damaged: its gzip data cannot be read to the end. Fetch or write it again.", e);
        }
    }

    private static (string Id, FeatureValues Values) Parse(string path, int number, ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span)) throw new InvalidDataException($"{path}, line {number} is not valid UTF-8. Convert the file to UTF-8.");
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            FeatureValues values = FeatureValues.FromJson(json.RootElement, EntityFeatures.IdProperty);
            if (!json.RootElement.TryGetProperty(EntityFeatures.IdProperty, out JsonElement id) || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || id.ToString().Length == 0)
                throw new FormatException($"there is no text or number under '{EntityFeatures.IdProperty}'");
            return (id.ToString(), values);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}, line {number} is no entity: {e.Message} Expected {{\"id\": \"…\", \"name\": value, …}}.", e);
        }
    }
}
