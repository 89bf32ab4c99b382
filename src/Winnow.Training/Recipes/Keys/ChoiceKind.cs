using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>One name of an enum, in camelCase.</summary>
internal sealed class ChoiceKind<T> : ValueKind<T>
    where T : struct, Enum
{
    public override T Read(YamlSection section, string key, T standing) => section.Choice(key, standing);

    public override JsonNode ToJson(T value) => JsonValue.Create(YamlNames.Of(value));

    public override JsonObject Schema() =>
        new() { ["enum"] = new JsonArray([.. YamlNames.All<T>().Select(n => (JsonNode)n)]) };
}
