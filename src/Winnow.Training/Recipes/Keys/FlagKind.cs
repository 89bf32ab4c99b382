using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>true or false.</summary>
internal sealed class FlagKind : ValueKind<bool>
{
    public override bool Read(YamlSection section, string key, bool standing) => section.Flag(key, standing);

    public override JsonNode ToJson(bool value) => JsonValue.Create(value);

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
