using System.Globalization;
using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>A time that something may take, at least 0, with its unit: <c>5ms</c>, <c>1.5s</c>, <c>2min</c>, <c>1h</c>. 0 needs none.</summary>
internal sealed class DurationKind : ValueKind<TimeSpan>
{
    private const double MostMilliseconds = 8.64e7;         // a day

    private static readonly (string Unit, double Milliseconds)[] s_units = [("ms", 1), ("s", 1e3), ("min", 6e4), ("h", 3.6e6)];

    public override TimeSpan Read(YamlSection section, string key, TimeSpan standing)
    {
        string text = section.Text(key, ""), trimmed = text.Replace(" ", "", StringComparison.Ordinal);
        if (text.Length == 0) return standing;
        if (trimmed == "0") return TimeSpan.Zero;
        foreach ((string unit, double milliseconds) in s_units)
            if (trimmed.EndsWith(unit, StringComparison.Ordinal) && TryNumber(trimmed[..^unit.Length], out double number) && number * milliseconds <= MostMilliseconds) return TimeSpan.FromMilliseconds(number * milliseconds);
        section.Fault(key, $"Key '{section.Path}.{key}' is '{text}'; expected a time of at most a day with its unit: 5ms, 1.5s, 2min, 1h.");
        return standing;
    }

    public override JsonNode ToJson(TimeSpan value) => JsonValue.Create(value.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture) + "ms");

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^(0|[0-9.]+ ?(ms|s|min|h))$" };

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
