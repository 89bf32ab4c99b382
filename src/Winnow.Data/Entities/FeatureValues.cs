using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Winnow.Data;

/// <summary>The raw features of one user, item or request, by name. Immutable; its JSON form is an object of texts, numbers and arrays of texts.</summary>
public sealed class FeatureValues
{
    private readonly Dictionary<string, FeatureValue> _values;

    /// <summary>Takes named values; missing ones are left out.</summary>
    /// <exception cref="ArgumentException">A name is empty or appears twice.</exception>
    public FeatureValues(IEnumerable<KeyValuePair<string, FeatureValue>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = new Dictionary<string, FeatureValue>(StringComparer.Ordinal);
        foreach ((string name, FeatureValue value) in values)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(values));
            if (!value.IsMissing) _values.Add(name, value);
        }
    }

    /// <summary>No features.</summary>
    public static FeatureValues Empty { get; } = new([]);

    /// <summary>Names of the features there are.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The value of a name; missing if there is none.</summary>
    public FeatureValue this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The same features with some replaced or added.</summary>
    /// <param name="changes">Those to replace or add.</param>
    /// <param name="removed">Names to leave out afterwards.</param>
    public FeatureValues With(FeatureValues changes, IReadOnlyCollection<string>? removed = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        Dictionary<string, FeatureValue> merged = new(_values, StringComparer.Ordinal);
        foreach ((string name, FeatureValue value) in changes._values) merged[name] = value;
        foreach (string name in removed ?? []) merged.Remove(name);
        return new FeatureValues(merged);
    }

    /// <summary>Reads a JSON object. <c>true</c> and <c>false</c> become those words, <c>null</c> is missing.</summary>
    /// <param name="json">The object.</param>
    /// <param name="skip">A property that is no feature, such as the id.</param>
    /// <exception cref="FormatException">It is no object, a name is empty or comes twice, a number is beyond double precision, or a value is an object or
    /// a list of something else than texts and numbers.</exception>
    public static FeatureValues FromJson(JsonElement json, string? skip = null)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException($"Features came as JSON {json.ValueKind}; expected an object of texts, numbers and lists of texts.");
        Dictionary<string, FeatureValue> values = new(StringComparer.Ordinal);
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (property.Name == skip) continue;
            if (property.Name.Length == 0) throw new FormatException("A feature has an empty name; expected one that says what it is.");
            if (!values.TryAdd(property.Name, Value(property))) throw new FormatException($"Feature '{property.Name}' comes twice; give each feature one value.");
        }
        return new FeatureValues(values);
    }

    /// <summary>Writes the features as properties of the JSON object that is open.</summary>
    [SuppressMessage("Design", "CA1062", Justification = "A null writer fails on its first use with the same exception.")]
    public void WriteTo(Utf8JsonWriter json)
    {
        foreach ((string name, FeatureValue value) in _values)
        {
            if (value.IsList)
            {
                json.WriteStartArray(name);
                foreach (string text in value.Texts) json.WriteStringValue(text);
                json.WriteEndArray();
            }
            else if (value.Kind == FeatureKind.Number && value.TryNumber(out double number)) json.WriteNumber(name, number);
            else json.WriteString(name, value.Texts[0]);
        }
    }

    private static FeatureValue Value(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => FeatureValue.Text(property.Value.GetString()),
        JsonValueKind.Number => Number(property),
        JsonValueKind.True => FeatureValue.Text("true"),
        JsonValueKind.False => FeatureValue.Text("false"),
        JsonValueKind.Null => default,
        JsonValueKind.Array => FeatureValue.List([.. property.Value.EnumerateArray().Select(v => ListText(property.Name, v))]),
        _ => throw new FormatException($"Feature '{property.Name}' is a JSON {property.Value.ValueKind}; expected a text, a number or a list of texts."),
    };

    private static FeatureValue Number(JsonProperty property) => property.Value.TryGetDouble(out double number) && double.IsFinite(number)
        ? FeatureValue.Number(number)
        : throw new FormatException($"Feature '{property.Name}' is a number beyond double precision; expected a finite one.");

    private static string ListText(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new FormatException($"Feature '{name}' has a JSON {value.ValueKind} in its list; expected texts."),
    };
}
