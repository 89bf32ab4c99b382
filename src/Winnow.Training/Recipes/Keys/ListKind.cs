using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>Texts in order; a single one may stand without the brackets of a list.</summary>
internal sealed class TextListKind : ValueKind<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(YamlSection section, string key, IReadOnlyList<string> standing) =>
        section.Texts(key) ?? standing;

    public override JsonNode ToJson(IReadOnlyList<string> value) => new JsonArray([.. value.Select(v => (JsonNode)v)]);

    public override JsonObject Schema() =>
        new() { ["type"] = new JsonArray("array", "string"), ["items"] = new JsonObject { ["type"] = "string" } };
}

/// <summary>Whole numbers in order, each of at least <paramref name="least"/>.</summary>
internal sealed class WholeNumberListKind(int least) : ValueKind<int[]>
{
    public override int[] Read(YamlSection section, string key, int[] standing) => section.WholeNumbers(key, standing, least);

    public override JsonNode ToJson(int[] value) => new JsonArray([.. value.Select(v => (JsonNode)v)]);

    public override JsonObject Schema() =>
        new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = least } };
}
