using System.Text.Json;
using System.Text.Json.Serialization;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>Changes of features: an object in which null takes a feature away (RFC 7396).</summary>
internal sealed class FeatureChangesConverter : JsonConverter<FeatureChanges>
{
    /// <inheritdoc/>
    public override FeatureChanges Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<string> removed = [];
        return new FeatureChanges(ReadObject(ref reader, removed), removed);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FeatureChanges value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        value.Set.WriteTo(writer);
        foreach (string name in value.Removed) writer.WriteNull(name);
        writer.WriteEndObject();
    }

    /// <summary>Reads an object of texts, numbers, flags and lists of texts.</summary>
    /// <param name="reader">Stands on the object.</param>
    /// <param name="removed">Receives the names whose value is null; null: those are left out without a word.</param>
    /// <exception cref="JsonException">It is none, or over the limits.</exception>
    internal static FeatureValues ReadObject(ref Utf8JsonReader reader, List<string>? removed)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException($"Features came as {Word(reader.TokenType)}; expected an object of texts, numbers and lists of texts.");
        Dictionary<string, FeatureValue> values = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Text(ref reader, "a name of a feature");
            if (name.Length == 0) throw new JsonException("A feature came without a name; give each one a name.");
            reader.Read();
            FeatureValue value = Value(ref reader, name);
            if (!values.TryAdd(name, value)) throw new JsonException($"The feature '{name}' came twice; give it one value.");
            if (values.Count > Limits.Features) throw new JsonException($"More than {Limits.Features} features came; give at most as many.");
            if (value.IsMissing) removed?.Add(name);
        }
        return new FeatureValues(values);
    }

    private static FeatureValue Value(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.String => FeatureValue.Text(Text(ref reader, $"feature '{name}'")),
        JsonTokenType.Number => FeatureValue.Number(Number(ref reader, name)),
        JsonTokenType.True => FeatureValue.Text("true"),
        JsonTokenType.False => FeatureValue.Text("false"),
        JsonTokenType.Null => default,
        JsonTokenType.StartArray => FeatureValue.List(Texts(ref reader, name)),
        _ => throw new JsonException($"Feature '{name}' came as {Word(reader.TokenType)}; expected a text, a number or a list of texts."),
    };

    private static List<string> Texts(ref Utf8JsonReader reader, string name)
    {
        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (texts.Count == Limits.FeatureList) throw new JsonException($"Feature '{name}' has more than {Limits.FeatureList} texts; give at most as many.");
            texts.Add(reader.TokenType switch
            {
                JsonTokenType.String => Text(ref reader, $"feature '{name}'"),
                JsonTokenType.Number => FeatureValue.Number(Number(ref reader, name)).Texts[0],
                _ => throw new JsonException($"Feature '{name}' has {Word(reader.TokenType)} in its list; expected texts."),
            });
        }
        return texts;
    }

    private static double Number(ref Utf8JsonReader reader, string name) =>
        reader.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw new JsonException($"Feature '{name}' is a number beyond 64 bits; expected a finite one.");

    private static string Text(ref Utf8JsonReader reader, string what)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException($"The text of {what} is not Unicode.", e);
        }
        if (Limits.TextFault(text) is { } fault) throw new JsonException($"The text of {what} {fault}.");
        return text;
    }

    private static string Word(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a flag",
    };
}
