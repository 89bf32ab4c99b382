using System.Globalization;
using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A finite number within [<paramref name="least"/>, <paramref name="most"/>], kept in single precision.</summary>
internal sealed class NumberKind(double least, double most = double.MaxValue) : ValueKind<float>
{
    public override float Read(YamlSection section, string key, float standing) =>
        (float)section.Number(key, standing, least, most);

    /// <summary>Written with the fewest digits that read back to the same float: 0.001, not 0.0010000000474974513.</summary>
    public override JsonNode ToJson(float value) => JsonNode.Parse(value.ToString("R", CultureInfo.InvariantCulture))!;

    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "number", ["minimum"] = least };
        if (most != double.MaxValue) schema["maximum"] = most;
        return schema;
    }
}
