using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>One key of a section: its name, the kind of its value, where the value lives in the options, and its sentence.</summary>
internal abstract class Key<TOptions>(string name)
{
    public string Name => name;

    public abstract TOptions Read(YamlSection section, TOptions into);

    public abstract JsonNode? ToJson(TOptions from);

    public abstract JsonObject Schema(TOptions defaults);
}

/// <inheritdoc/>
internal sealed class Key<TOptions, TValue>(
    string name, Func<TOptions, ValueKind<TValue>> kindFor, Func<TOptions, TValue> get, Func<TOptions, TValue, TOptions> with, string doc)
    : Key<TOptions>(name)
{
    /// <summary>The kind may depend on the keys read before, such as defaults that others inherit.</summary>
    public override TOptions Read(YamlSection section, TOptions into) => with(into, kindFor(into).Read(section, Name, get(into)));

    public override JsonNode? ToJson(TOptions from) => kindFor(from).ToJson(get(from));

    public override JsonObject Schema(TOptions defaults)
    {
        ValueKind<TValue> kind = kindFor(defaults);
        JsonObject schema = kind.Schema();
        schema["description"] = doc;
        if (kind is not SectionKind<TValue>) schema["default"] = ToJson(defaults);
        return schema;
    }
}
