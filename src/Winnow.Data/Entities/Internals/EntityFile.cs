using System.IO.Compression;
using System.Text.Json;

namespace Winnow.Data;

/// <summary>Reads entities from JSON Lines.</summary>
internal static class EntityFile
{
    public static EntityFeatures Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream text = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader lines = new(text);
        List<string> ids = [];
        List<FeatureValues> features = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int number = 1; lines.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            (string id, FeatureValues values) = Parse(path, number, line);
            if (!known.Add(id)) throw new InvalidDataException($"{path}, line {number}: id '{id}' appears a second time; give each entity one line.");
            ids.Add(id);
            features.Add(values);
        }
        return new EntityFeatures(new IdIndex(ids), features);
    }

    private static bool IsGzip(FileStream file)
    {
        bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip;
    }

    private static (string Id, FeatureValues Values) Parse(string path, int number, string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            FeatureValues values = FeatureValues.FromJson(json.RootElement, EntityFeatures.IdProperty);
            if (!json.RootElement.TryGetProperty(EntityFeatures.IdProperty, out JsonElement id) || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || id.ToString().Length == 0)
                throw new FormatException($"there is no text or number under '{EntityFeatures.IdProperty}'");
            return (id.ToString(), values);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidDataException($"{path}, line {number} is no entity: {e.Message} Expected {{\"id\": \"…\", \"name\": value, …}}.", e);
        }
    }
}
