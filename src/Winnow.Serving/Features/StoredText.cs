using System.Buffers;
using System.Text;
using System.Text.Json;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Users and items as texts in the rows of a store: features as a JSON object, a history as a JSON array of [item, Unix time in ms].</summary>
internal static class StoredText
{
    /// <summary>Features as a text.</summary>
    public static string Of(FeatureValues features)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            features.WriteTo(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>A history as a text.</summary>
    public static string Of(IReadOnlyList<HistoryEntry> history)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartArray();
            for (int i = 0; i < history.Count; i++)
            {
                json.WriteStartArray();
                json.WriteStringValue(history[i].Item);
                json.WriteNumberValue(history[i].Time.ToUnixTimeMilliseconds());
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The user of a row.</summary>
    /// <exception cref="FeatureStoreException">The texts are not what this class wrote.</exception>
    public static StoredUser User(string features, string history)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(history);
            HistoryEntry[] entries = new HistoryEntry[json.RootElement.GetArrayLength()];
            int i = 0;
            foreach (JsonElement entry in json.RootElement.EnumerateArray())
                entries[i++] = new HistoryEntry(entry[0].GetString()!, DateTimeOffset.FromUnixTimeMilliseconds(entry[1].GetInt64()));
            return new StoredUser(Features(features), entries);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new FeatureStoreException("A history in the feature store is not as Winnow writes it: something else wrote there. Restore the store from a copy.", e);
        }
    }

    /// <summary>The features of a row.</summary>
    /// <exception cref="FeatureStoreException">The text is not what this class wrote.</exception>
    public static FeatureValues Features(string features)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(features);
            return FeatureValues.FromJson(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new FeatureStoreException("Features in the feature store are not as Winnow writes them: something else wrote there. Restore the store from a copy.", e);
        }
    }
}
