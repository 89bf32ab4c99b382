using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>Values of one kind under names the user chose, such as the settings of each table. Kept in ordinal order.</summary>
internal sealed class MapKind<T>(ValueKind<T> item, T fresh) : ValueKind<IReadOnlyDictionary<string, T>>
{
    public override IReadOnlyDictionary<string, T> Read(YamlSection section, string key, IReadOnlyDictionary<string, T> standing)
    {
        if (section.OptionalSection(key) is not { } mapping) return standing;
        SortedDictionary<string, T> values = new(StringComparer.Ordinal);
        foreach (string name in mapping.Keys) values[name] = item.Read(mapping, name, fresh);
        return values;
    }

    public override JsonNode ToJson(IReadOnlyDictionary<string, T> value) =>
        new JsonObject(value.Select(v => KeyValuePair.Create(v.Key, item.ToJson(v.Value))));

    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = item.Schema() };
}
