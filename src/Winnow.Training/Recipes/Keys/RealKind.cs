using System.Globalization;
using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A finite number within [<paramref name="least"/>, <paramref name="most"/>], kept in double precision.</summary>
internal sealed class RealKind(double least, double most = double.MaxValue) : ValueKind<double>
{
    public override double Read(YamlSection section, string key, double standing) => section.Number(key, standing, least, most);

    public override JsonNode ToJson(double value) => JsonNode.Parse(value.ToString("R", CultureInfo.InvariantCulture))!;

    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "number", ["minimum"] = least };
        if (most != double.MaxValue) schema["maximum"] = most;
        return schema;
    }
}
