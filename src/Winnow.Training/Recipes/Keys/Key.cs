using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>One key of a section: its name, the kind of its value, where the value lives in the options, and its sentence.</summary>
internal abstract class Key<TOptions>(string name, string doc)
{
    public string Name => name;

    protected string Doc => doc;

    public abstract TOptions Read(YamlSection section, TOptions into);

    public abstract JsonNode? ToJson(TOptions from);

    public abstract JsonObject Schema(TOptions defaults);
}

/// <inheritdoc/>
internal sealed class Key<TOptions, TValue>(
    string name, ValueKind<TValue> kind, Func<TOptions, TValue> get, Func<TOptions, TValue, TOptions> with, string doc)
    : Key<TOptions>(name, doc)
{
    public override TOptions Read(YamlSection section, TOptions into) => with(into, kind.Read(section, Name, get(into)));

    public override JsonNode? ToJson(TOptions from) => kind.ToJson(get(from));

    public override JsonObject Schema(TOptions defaults)
    {
        JsonObject schema = kind.Schema();
        schema["description"] = Doc;
        if (kind is not SectionKind<TValue>) schema["default"] = ToJson(defaults);
        return schema;
    }
}
