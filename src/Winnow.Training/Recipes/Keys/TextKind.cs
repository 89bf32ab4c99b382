using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A text; empty stands for "not given".</summary>
internal sealed class TextKind : ValueKind<string>
{
    public override string Read(YamlSection section, string key, string standing) => section.Text(key, standing);

    public override JsonNode ToJson(string value) => JsonValue.Create(value);

    public override JsonObject Schema() => new() { ["type"] = "string" };
}
