using System.Buffers;
using System.Text.Json;
using Winnow.Data;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>Raw features of users or items by number, as JSON in a mapped file: read for what is shown, not for every candidate.</summary>
internal sealed class PackedFeatures(string path) : IDisposable
{
    private readonly PackedTexts _texts = PackedTexts.Open(path);

    public int Count => _texts.Count;

    /// <summary>The features of one entity.</summary>
    public FeatureValues this[int number]
    {
        get
        {
            try
            {
                Utf8JsonReader reader = new(_texts[number]);
                using JsonDocument json = JsonDocument.ParseValue(ref reader);
                return FeatureValues.FromJson(json.RootElement);
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw new StorageException($"{path} is damaged: entry {number} holds no features. Restore the release from a copy, or pack it again.", e);
            }
        }
    }

    public static void Write(string path, EntityFeatures entities)
    {
        ArrayBufferWriter<byte> buffer = new();
        PackedTexts.Write(path, entities.Count, i =>
        {
            buffer.ResetWrittenCount();
            using Utf8JsonWriter json = new(buffer);
            json.WriteStartObject();
            entities[i].WriteTo(json);
            json.WriteEndObject();
            json.Flush();
            return buffer.WrittenMemory;
        });
    }

    public void Dispose() => _texts.Dispose();
}
