using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A mapping with known keys.</summary>
/// <param name="defaults">The options when no key is given.</param>
/// <param name="keys">The legal keys, in the order they are written and documented.</param>
internal sealed class SectionKind<TOptions>(TOptions defaults, params Key<TOptions>[] keys) : ValueKind<TOptions>
{
    public TOptions Defaults => defaults;

    public override TOptions Read(YamlSection section, string key, TOptions standing) =>
        section.OptionalSection(key) is { } own ? ReadKeys(own, standing) : standing;

    /// <summary>Reads the keys of a mapping that is already open.</summary>
    public TOptions ReadKeys(YamlSection own, TOptions standing)
    {
        foreach (Key<TOptions> key in keys) standing = key.Read(own, standing);
        return standing;
    }

    public override JsonObject ToJson(TOptions value) =>
        new(keys.Select(k => KeyValuePair.Create(k.Name, k.ToJson(value))));

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(keys.Select(k => KeyValuePair.Create(k.Name, (JsonNode?)k.Schema(defaults)))),
        ["additionalProperties"] = false,
    };
}
