using System.Globalization;
using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Training.Tuning;

namespace Winnow.Training.Recipes;

/// <summary>Keys of a model with the values that a search may give them: a range, or a list of choices.</summary>
/// <param name="keys">Schema of each key of the model, from which the type and the legal range come.</param>
internal sealed class SearchSpaceKind(JsonObject keys) : ValueKind<IReadOnlyDictionary<string, SearchDimension>>
{
    public override IReadOnlyDictionary<string, SearchDimension> Read(
        YamlSection section, string key, IReadOnlyDictionary<string, SearchDimension> standing)
    {
        if (section.OptionalSection(key) is not { } own) return standing;
        SortedDictionary<string, SearchDimension> space = new(StringComparer.Ordinal);
        foreach (string name in own.Keys)
        {
            if (keys[name] is JsonObject schema && schema["properties"] is null) Add(space, own, name, schema);
            else if (own.Has(name)) own.Fault(name, $"Key '{own.Path}' varies '{name}', which the model has not.{Hint(name)} It has: {string.Join(", ", keys.Select(k => k.Key))}.");
        }
        return space;
    }

    public override JsonNode ToJson(IReadOnlyDictionary<string, SearchDimension> value) =>
        new JsonObject(value.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)DimensionJson(v.Value))));

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } },
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["from"] = new JsonObject { ["type"] = "number", ["description"] = "Smallest value." },
                        ["to"] = new JsonObject { ["type"] = "number", ["description"] = "Largest value." },
                        ["scale"] = new JsonObject { ["enum"] = new JsonArray("linear", "log"), ["description"] = "Whether the number or its logarithm is uniform." },
                    },
                    ["additionalProperties"] = false,
                }),
        },
    };

    private string Hint(string name) => NearestName.Find(name, keys.Select(k => k.Key)) is { } near ? $" Did you mean '{near}'?" : "";

    private static void Add(SortedDictionary<string, SearchDimension> space, YamlSection own, string name, JsonObject schema)
    {
        string type = schema["enum"] is not null ? "enum" : schema["type"] is JsonValue single ? single.GetValue<string>() : "";
        SearchDimension? dimension = type switch
        {
            "integer" or "number" when IsRange(own, name) => RangeOf(own.OptionalSection(name)!, name, schema, type == "integer"),
            "integer" or "number" or "boolean" or "enum" => ChoicesOf(own, name),
            _ => Refuse(own, name, $"Key '{own.Path}.{name}' cannot be varied: it takes neither a number nor one of several words."),
        };
        if (dimension is null) return;
        if (dimension.Fault.Length > 0) own.Fault(name, $"Key '{own.Path}.{name}': {dimension.Fault}; expected a range that is not empty.");
        else space[name] = dimension;
    }

    /// <summary>A list stands for choices; the texts of a mapping are none, which is a fault only if one is needed.</summary>
    private static bool IsRange(YamlSection own, string name) => own.IsMapping(name);

    private static SearchDimension? RangeOf(YamlSection range, string name, JsonObject schema, bool whole)
    {
        double least = Limit(schema, "minimum", double.MinValue), most = Limit(schema, "maximum", whole ? int.MaxValue : double.MaxValue);
        double from = range.Number("from", double.NaN, least, most), to = range.Number("to", double.NaN, least, most);
        bool log = range.Choice("scale", SearchScale.Linear) == SearchScale.Log;
        if (double.IsNaN(from) || double.IsNaN(to)) return Refuse(range, null, $"Key '{range.Path}' needs both from and to.");
        if (!whole) return new RealDimension(name, from, to, log);
        if (from == Math.Floor(from) && to == Math.Floor(to)) return new IntegerDimension(name, (int)from, (int)to, log);
        return Refuse(range, null, $"Key '{range.Path}' runs from {from} to {to}; expected whole numbers.");
    }

    private static double Limit(JsonObject schema, string name, double none) =>
        schema[name] is { } limit ? double.Parse(limit.ToJsonString(), CultureInfo.InvariantCulture) : none;

    private static ChoiceDimension? ChoicesOf(YamlSection own, string name) => own.Texts(name) is { } choices ? new ChoiceDimension(name, choices) : null;

    private static SearchDimension? Refuse(YamlSection section, string? key, string message)
    {
        if (key is not null) section.Has(key);
        section.Fault(key, message);
        return null;
    }

    private static JsonNode DimensionJson(SearchDimension dimension) => dimension switch
    {
        ChoiceDimension c => new JsonArray([.. c.Choices.Select(v => (JsonNode)v)]),
        IntegerDimension i => Range(i.Least, i.Most, i.Logarithmic),
        RealDimension r => Range(r.Least, r.Most, r.Logarithmic),
        _ => throw new NotSupportedException($"A search over {dimension.GetType().Name} cannot be written down."),
    };

    private static JsonObject Range(double from, double to, bool log) => new()
    {
        ["from"] = JsonNode.Parse(from.ToString("R", CultureInfo.InvariantCulture)),
        ["to"] = JsonNode.Parse(to.ToString("R", CultureInfo.InvariantCulture)),
        ["scale"] = log ? "log" : "linear",
    };
}

/// <summary>Whether a number or its logarithm is uniform.</summary>
internal enum SearchScale
{
    /// <summary>The number.</summary>
    Linear,

    /// <summary>Its logarithm.</summary>
    Log,
}
