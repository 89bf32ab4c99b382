namespace Winnow.Data.Tests.Interactions;

using Interactions = Winnow.Data.Interactions;

/// <summary>Made-up logs.</summary>
internal static class Logs
{
    /// <summary>A log in which popular items are popular and every pair comes at most once unless asked for otherwise.</summary>
    public static Interactions Random(int seed, int users = 60, int items = 40, int events = 900, bool times = true, bool values = true, bool repeats = false)
    {
        Random random = new(seed);
        HashSet<(int, int)> seen = [];
        List<int> userOf = [], itemOf = [];
        for (int attempt = 0; attempt < events; attempt++)
        {
            int user = random.Next(users), item = (int)(items * Math.Pow(random.NextDouble(), 2));
            if (!seen.Add((user, item)) && !repeats) continue;
            userOf.Add(user);
            itemOf.Add(item);
        }
        return new Interactions(
            new IdIndex([.. Enumerable.Range(0, users).Select(u => $"user {u}")]), new IdIndex([.. Enumerable.Range(0, items).Select(i => $"item\t\"{i}\"")]),
            [.. userOf], [.. itemOf],
            values ? [.. userOf.Select(_ => (float)random.Next(1, 6))] : null,
            times ? [.. userOf.Select(_ => (long)random.Next(1_000))] : null);
    }

    public static Interactions Of(params (int User, int Item)[] events) => new(
        IdIndex.Numbered(events.Max(e => e.User) + 1), IdIndex.Numbered(events.Max(e => e.Item) + 1), [.. events.Select(e => e.User)], [.. events.Select(e => e.Item)]);

    public static Interactions Timed(params (int User, int Item, long Time)[] events) => new(
        IdIndex.Numbered(events.Max(e => e.User) + 1), IdIndex.Numbered(events.Max(e => e.Item) + 1),
        [.. events.Select(e => e.User)], [.. events.Select(e => e.Item)], null, [.. events.Select(e => e.Time)]);

    /// <summary>The events as texts, which name users and items by their ids.</summary>
    public static List<string> Events(Interactions log) =>
    [
        .. Enumerable.Range(0, log.Count).Select(e => $"{log.Users[log.UserOf[e]]} {log.Items[log.ItemOf[e]]} "
            + $"{(log.Values.IsEmpty ? "" : log.Values[e])} {(log.Times.IsEmpty ? "" : log.Times[e])}"),
    ];
}
