using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A value that may be left out; null then.</summary>
/// <param name="kind">What it may be if it is there.</param>
/// <param name="fresh">What its own keys start from, where it is a mapping.</param>
internal sealed class OptionalKind<T>(ValueKind<T> kind, T fresh) : ValueKind<T?>
    where T : class
{
    public override T? Read(YamlSection section, string key, T? standing) =>
        section.HasValue(key) ? kind.Read(section, key, standing ?? fresh) : standing;

    public override JsonNode? ToJson(T? value) => value is null ? null : kind.ToJson(value);

    public override JsonObject Schema() => kind.Schema();
}

/// <summary>A number that may be left out; null then.</summary>
/// <param name="kind">What it may be if it is there.</param>
internal sealed class OptionalNumberKind<T>(ValueKind<T> kind) : ValueKind<T?>
    where T : struct
{
    public override T? Read(YamlSection section, string key, T? standing) =>
        section.HasValue(key) ? kind.Read(section, key, standing ?? default) : standing;

    public override JsonNode? ToJson(T? value) => value is { } number ? kind.ToJson(number) : null;

    public override JsonObject Schema() => kind.Schema();
}
