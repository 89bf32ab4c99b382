namespace Winnow.Data;

/// <summary>Drops users and items without an event.</summary>
internal static class Remaining
{
    /// <summary>The same object if there are none.</summary>
    public static Interactions Of(Interactions log)
    {
        Interactions left = RemainingItems.Of(log, RemainingItems.Numbers(log));
        int[] numbers = EventGroups.Numbers(log.UserOf, log.Users.Count);
        int[] kept = EventGroups.Kept(numbers);
        if (kept.Length == log.Users.Count) return left;
        int[] userOf = left.UserOf.ToArray();
        for (int e = 0; e < userOf.Length; e++) userOf[e] = numbers[userOf[e]];
        IdIndex users = new([.. kept.Select(u => log.Users[u])]);
        return new Interactions(users, left.Items, userOf, left.ItemOf.ToArray(), left.Values.IsEmpty ? null : left.Values.ToArray(), left.Times.IsEmpty ? null : left.Times.ToArray())
        {
            ItemFeatures = left.ItemFeatures,
            UserFeatures = log.UserFeatures is { } features ? MatrixRows.Of(features, kept) : null,
        };
    }
}
