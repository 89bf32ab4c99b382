using System.Text.Json;
using System.Text.Json.Serialization;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>Features in requests and answers. Stricter than files: bounded in number and length, no name twice, numbers finite.</summary>
internal sealed class FeatureValuesConverter : JsonConverter<FeatureValues>
{
    /// <inheritdoc/>
    public override FeatureValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FeatureChangesConverter.ReadObject(ref reader, null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FeatureValues value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        value.WriteTo(writer);
        writer.WriteEndObject();
    }
}
