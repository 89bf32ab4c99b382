using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A mapping whose key <c>name</c>, or another if <see cref="WordKey"/> says so, decides which other keys are legal: a model, an optimiser, a schedule.</summary>
/// <remarks>Where nothing may be given, the value is null then, and the first case is meant when other keys come without a name.</remarks>
internal sealed class VariantKind<TOptions>(params VariantKind<TOptions>.Case[] cases) : ValueKind<TOptions?>
    where TOptions : class
{
    /// <summary>The key that decides.</summary>
    public string WordKey { get; init; } = "name";

    /// <summary>Takes values that none of the cases owns, such as models a user wrote; read back, but not offered. Null: there are none.</summary>
    public Case? Others { get; init; }

    public override TOptions? Read(YamlSection section, string key, TOptions? standing) =>
        section.OptionalSection(key, shorthand: WordKey) is { } own ? ReadKeys(own, standing) : standing;

    /// <summary>Reads the keys of a mapping that is already open.</summary>
    public TOptions? ReadKeys(YamlSection own, TOptions? standing)
    {
        Case standingCase = CaseOf(standing);
        string word = own.Text(WordKey, standingCase.Name);
        if (CaseNamed(word) is { } chosen)
            return chosen.Read(own, chosen == standingCase && standing is not null ? standing : chosen.Defaults);
        string[] legal = [.. cases.Select(c => c.Name)];
        string meant = NearestName.Find(word, legal) is { } near ? $" Did you mean '{near}'?" : "";
        own.Fault(WordKey, $"Key '{own.Path}.{WordKey}' is '{word}'; expected one of {string.Join(", ", legal)}.{meant}");
        return standing;
    }

    public override JsonNode? ToJson(TOptions? value)
    {
        if (value is null) return null;
        Case own = CaseOf(value);
        JsonObject json = own.ToJson(value);
        json.Insert(0, WordKey, own.Name);
        return json;
    }

    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray([.. cases.Select(SchemaOf)]) };

    /// <summary>The words that choose a case.</summary>
    public IEnumerable<string> Names => cases.Select(c => c.Name);

    /// <summary>The word that chooses the case of <paramref name="value"/>.</summary>
    public string NameOf(TOptions value) => CaseOf(value).Name;

    private Case CaseOf(TOptions? value) => value is null ? cases[0] : Array.Find(cases, c => c.Owns(value)) ?? Others!;

    private Case? CaseNamed(string word) => Array.Find(cases, c => c.Name == word) ?? (Others?.Name == word ? Others : null);

    private JsonNode SchemaOf(Case one)
    {
        JsonObject schema = one.Schema();
        schema["description"] = one.Doc;
        schema["properties"]!.AsObject().Insert(0, WordKey, new JsonObject { ["const"] = one.Name });
        schema["required"] = new JsonArray(WordKey);
        return schema;
    }

    /// <summary>One legal name and the keys that come with it.</summary>
    internal abstract class Case(string name, string doc)
    {
        public string Name => name;

        public string Doc => doc;

        public abstract TOptions Defaults { get; }

        public abstract bool Owns(TOptions value);

        public abstract TOptions Read(YamlSection own, TOptions standing);

        public abstract JsonObject ToJson(TOptions value);

        public abstract JsonObject Schema();
    }

    /// <inheritdoc/>
    /// <remarks>Without <c>owns</c>, a value belongs to the case of its own type.</remarks>
    internal sealed class Case<TOwn>(string name, SectionKind<TOwn> section, string doc, Predicate<TOwn>? owns = null) : Case(name, doc)
        where TOwn : class, TOptions
    {
        public override TOptions Defaults => section.Defaults;

        public override bool Owns(TOptions value) => value.GetType() == typeof(TOwn) && (owns is null || owns((TOwn)value));

        public override TOptions Read(YamlSection own, TOptions standing) => section.ReadKeys(own, (TOwn)standing);

        public override JsonObject ToJson(TOptions value) => section.ToJson((TOwn)value);

        public override JsonObject Schema() => section.Schema();
    }
}
