using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A whole number within [<paramref name="least"/>, <paramref name="most"/>].</summary>
internal sealed class WholeNumberKind(int least, int most = int.MaxValue) : ValueKind<int>
{
    public override int Read(YamlSection section, string key, int standing) => section.WholeNumber(key, standing, least, most);

    public override JsonNode ToJson(int value) => JsonValue.Create(value);

    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "integer", ["minimum"] = least };
        if (most != int.MaxValue) schema["maximum"] = most;
        return schema;
    }
}

/// <summary>A whole number of at least <paramref name="least"/> that may be very large: bytes, steps.</summary>
internal sealed class LongNumberKind(long least) : ValueKind<long>
{
    public override long Read(YamlSection section, string key, long standing) => section.LongNumber(key, standing, least);

    public override JsonNode ToJson(long value) => JsonValue.Create(value);

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = least };
}

/// <summary>Any whole number of at least 0.</summary>
internal sealed class SeedKind : ValueKind<ulong>
{
    public override ulong Read(YamlSection section, string key, ulong standing) => section.Seed(key, standing);

    public override JsonNode ToJson(ulong value) => JsonValue.Create(value);

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = 0 };
}
