using System.Globalization;

namespace Winnow.Cli.Commands;

/// <summary>Options of the command line as overrides of recipe keys: they pass the same checks as the recipe itself.</summary>
internal static class Overrides
{
    /// <summary>All overrides, the general ones first, so that the special options win.</summary>
    public static IReadOnlyList<string> Of(string[] set, ulong? seed = null, int? threads = null, double? maxBadRows = null)
    {
        List<string> overrides = [.. set];
        if (seed is { } s) overrides.Add(string.Create(CultureInfo.InvariantCulture, $"seed={s}"));
        if (threads is { } t) overrides.Add(string.Create(CultureInfo.InvariantCulture, $"threads={t}"));
        if (maxBadRows is { } share) overrides.Add(string.Create(CultureInfo.InvariantCulture, $"data.maxBadRows={share:R}"));
        return overrides;
    }
}
