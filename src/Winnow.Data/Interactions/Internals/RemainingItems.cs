namespace Winnow.Data;

/// <summary>Drops items without an event and renumbers the others in their order.</summary>
internal static class RemainingItems
{
    /// <summary>The new number of each item, −1 for those without an event.</summary>
    public static int[] Numbers(Interactions log) => EventGroups.Numbers(log.ItemOf, log.Items.Count);

    /// <summary>The log with items renumbered and events of dropped items left out.</summary>
    /// <param name="log">The log.</param>
    /// <param name="numbers">New number of each item, −1: dropped.</param>
    /// <param name="items">The new items, if they were made before; null: they are made here.</param>
    public static Interactions Of(Interactions log, int[] numbers, IdIndex? items = null)
    {
        int[] kept = EventGroups.Kept(numbers);
        if (kept.Length == log.Items.Count && (items is null || ReferenceEquals(items, log.Items))) return log;
        bool[] keep = new bool[log.Count];
        for (int e = 0; e < keep.Length; e++) keep[e] = numbers[log.ItemOf[e]] >= 0;
        Interactions part = EventSubset.Of(log, keep);
        int[] itemOf = part.ItemOf.ToArray();
        for (int e = 0; e < itemOf.Length; e++) itemOf[e] = numbers[itemOf[e]];
        items ??= new IdIndex([.. kept.Select(i => log.Items[i])]);
        return new Interactions(log.Users, items, part.UserOf.ToArray(), itemOf, Copied(part.Values), Copied(part.Times))
        {
            ItemFeatures = log.ItemFeatures is { } features ? MatrixRows.Of(features, kept) : null,
            UserFeatures = log.UserFeatures,
        };
    }

    private static T[]? Copied<T>(ReadOnlySpan<T> values) => values.IsEmpty ? null : values.ToArray();
}
