namespace Winnow.Serving.Http;

/// <summary>What is wrong with what came, in words; null: nothing.</summary>
internal static class Checks
{
    /// <summary>Items that are answered when nobody says how many.</summary>
    public const int DefaultCount = 10;

    /// <summary>The fields that recommend and rank share.</summary>
    public static string? Request(string? user, int? count, IReadOnlyList<string>? exclude, string? variant) =>
        (user is null ? null : Id("user", user))
        ?? Count(count)
        ?? Ids("exclude", exclude ?? [], Limits.Exclude)
        ?? (variant is null ? null : Id("variant", variant));

    /// <summary>Items to rank.</summary>
    public static string? Candidates(IReadOnlyList<string> candidates) =>
        candidates.Count == 0 ? "candidates is empty; give at least one item, or ask /v1/recommend to find some." : Ids("candidates", candidates, Limits.Candidates);

    /// <summary>A number of items.</summary>
    public static string? Count(int? count) =>
        count is < 1 or > Limits.Count ? $"count is {count}; expected 1 to {Limits.Count}." : null;

    /// <summary>One id.</summary>
    public static string? Id(string name, string id) => Limits.IdFault(id) is { } fault ? $"{name} {fault}." : null;

    private static string? Ids(string name, IReadOnlyList<string?> ids, int most)
    {
        if (ids.Count > most) return $"{name} has {ids.Count} ids; at most {most} are allowed.";
        for (int i = 0; i < ids.Count; i++)
        {
            if (ids[i] is not { } id) return $"{name}[{i}] is null; expected an id.";
            if (Limits.IdFault(id) is { } fault) return $"{name}[{i}] {fault}.";
        }
        return null;
    }
}
