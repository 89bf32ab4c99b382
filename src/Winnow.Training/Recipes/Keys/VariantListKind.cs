using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A list of mappings, each as <paramref name="entry"/> says.</summary>
internal sealed class VariantListKind<TOptions>(VariantKind<TOptions> entry) : ValueKind<IReadOnlyList<TOptions>>
    where TOptions : class
{
    public override IReadOnlyList<TOptions> Read(YamlSection section, string key, IReadOnlyList<TOptions> standing) =>
        section.Has(key) ? [.. section.Sections(key).Select(Entry).OfType<TOptions>()] : standing;

    public override JsonNode ToJson(IReadOnlyList<TOptions> value) => new JsonArray([.. value.Select(entry.ToJson)]);

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = entry.Schema() };

    /// <summary>Without a word there is nothing to go by: the first case is not meant by accident.</summary>
    private TOptions? Entry(YamlSection own)
    {
        if (own.Has(entry.WordKey)) return entry.ReadKeys(own, null);
        own.Fault(null, $"'{own.Path}' has no '{entry.WordKey}'; expected one of {string.Join(", ", entry.Names)}.");
        return null;
    }
}
