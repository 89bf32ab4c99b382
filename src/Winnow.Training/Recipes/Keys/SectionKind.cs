using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A mapping with known keys, given one by one.</summary>
/// <param name="defaults">The options when no key is given.</param>
internal sealed class SectionKind<TOptions>(TOptions defaults) : ValueKind<TOptions>
{
    private readonly List<Key<TOptions>> _keys = [];

    public TOptions Defaults => defaults;

    /// <summary>Adds a key; keys are written and documented in the order they are added.</summary>
    /// <param name="name">The key, in camelCase.</param>
    /// <param name="kind">What its value may be.</param>
    /// <param name="get">Where the value lives in the options.</param>
    /// <param name="with">The options with another value.</param>
    /// <param name="doc">One sentence for editors and the key tables.</param>
    public SectionKind<TOptions> Key<TValue>(
        string name, ValueKind<TValue> kind, Func<TOptions, TValue> get, Func<TOptions, TValue, TOptions> with, string doc) =>
        Key(name, _ => kind, get, with, doc);

    /// <summary>Adds a key whose kind depends on the keys before it.</summary>
    public SectionKind<TOptions> Key<TValue>(
        string name, Func<TOptions, ValueKind<TValue>> kindFor, Func<TOptions, TValue> get, Func<TOptions, TValue, TOptions> with, string doc)
    {
        _keys.Add(new Key<TOptions, TValue>(name, kindFor, get, with, doc));
        return this;
    }

    public override TOptions Read(YamlSection section, string key, TOptions standing) =>
        section.OptionalSection(key) is { } own ? ReadKeys(own, standing) : standing;

    /// <summary>Reads the keys of a mapping that is already open.</summary>
    public TOptions ReadKeys(YamlSection own, TOptions standing)
    {
        foreach (Key<TOptions> key in _keys) standing = key.Read(own, standing);
        return standing;
    }

    public override JsonObject ToJson(TOptions value) =>
        new(_keys.Select(k => KeyValuePair.Create(k.Name, k.ToJson(value))));

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(_keys.Select(k => KeyValuePair.Create(k.Name, (JsonNode?)k.Schema(defaults)))),
        ["additionalProperties"] = false,
    };
}
