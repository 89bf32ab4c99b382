namespace Winnow.Serving.Http;

/// <summary>What is wrong with what came, in words; null: nothing.</summary>
internal static class Checks
{
    /// <summary>Items that are answered when nobody says how many.</summary>
    public const int DefaultCount = 10;

    private const int TypeLength = 32;

    /// <summary>The fields that recommend and rank share.</summary>
    public static string? Request(string? user, int? count, IReadOnlyList<string>? exclude, string? variant) =>
        (user is null ? null : Id("user", user))
        ?? Count(count)
        ?? Ids("exclude", exclude ?? [], Limits.Exclude)
        ?? Variant(variant);

    /// <summary>Items to rank.</summary>
    public static string? Candidates(IReadOnlyList<string> candidates) =>
        candidates.Count == 0 ? "candidates is empty; give at least one item, or ask /v1/recommend to find some." : Ids("candidates", candidates, Limits.Candidates);

    /// <summary>A number of items.</summary>
    public static string? Count(int? count) =>
        count is < 1 or > Limits.Count ? $"count is {count}; expected 1 to {Limits.Count}." : null;

    /// <summary>One id.</summary>
    public static string? Id(string name, string id) => Limits.IdFault(id) is { } fault ? $"{name} {fault}." : null;

    /// <summary>The name of a variant, if there is one.</summary>
    public static string? Variant(string? variant) => variant is null ? null : Id("variant", variant);

    /// <summary>Events, as far as each can be judged by itself.</summary>
    public static string? Events(IReadOnlyList<EventBody?> events)
    {
        if (events.Count is 0 or > Limits.Events) return $"events has {events.Count} entries; expected 1 to {Limits.Events}.";
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i] is not { } e) return $"events[{i}] is null; expected an event.";
            if (Limits.IdFault(e.User) is { } user) return $"events[{i}].user {user}.";
            if (Limits.IdFault(e.Item) is { } item) return $"events[{i}].item {item}.";
            if (!IsType(e.Type)) return $"events[{i}].type is not one to {TypeLength} letters, digits, '-' or '_'; expected a word such as click.";
            if (e.RequestId is { } request && Limits.IdFault(request) is { } fault) return $"events[{i}].requestId {fault}.";
        }
        return null;
    }

    private static bool IsType(string type)
    {
        foreach (char c in type)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        return type.Length is > 0 and <= TypeLength;
    }

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
