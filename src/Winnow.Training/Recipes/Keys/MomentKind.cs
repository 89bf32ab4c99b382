using System.Globalization;
using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A moment: a date, which means its first instant in UTC, or date and time. Null if not given.</summary>
internal sealed class MomentKind : ValueKind<DateTimeOffset?>
{
    private static readonly string[] s_formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    public override DateTimeOffset? Read(YamlSection section, string key, DateTimeOffset? standing)
    {
        if (section.OptionalText(key) is not { } text) return standing;
        if (DateTimeOffset.TryParseExact(text, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)) return moment;
        section.Fault(key, $"Key '{section.Path}.{key}' is '{text}'; expected a date such as 2026-12-24, or date and time such as 2026-12-24T18:00:00Z.");
        return standing;
    }

    public override JsonNode? ToJson(DateTimeOffset? value) =>
        value is { } moment ? JsonValue.Create(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) : null;

    public override JsonObject Schema() => new() { ["type"] = "string" };
}
