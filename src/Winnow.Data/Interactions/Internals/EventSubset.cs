namespace Winnow.Data;

/// <summary>Some events of a log, in its order, with the same users and items.</summary>
internal static class EventSubset
{
    /// <param name="log">The log.</param>
    /// <param name="keep">Which events stay, shape [n].</param>
    /// <param name="values">Other values for the events of the log, shape [n]; null: its own.</param>
    public static Interactions Of(Interactions log, ReadOnlySpan<bool> keep, float[]? values = null)
    {
        int kept = keep.Count(true), at = 0;
        ReadOnlySpan<float> from = values ?? log.Values;
        int[] userOf = new int[kept], itemOf = new int[kept];
        float[]? keptValues = from.IsEmpty ? null : new float[kept];
        long[]? times = log.Times.IsEmpty ? null : new long[kept];
        for (int e = 0; e < keep.Length; e++)
        {
            if (!keep[e]) continue;
            (userOf[at], itemOf[at]) = (log.UserOf[e], log.ItemOf[e]);
            if (keptValues is not null) keptValues[at] = from[e];
            if (times is not null) times[at] = log.Times[e];
            at++;
        }
        return new Interactions(log.Users, log.Items, userOf, itemOf, keptValues, times) { ItemFeatures = log.ItemFeatures, UserFeatures = log.UserFeatures };
    }

    /// <summary>The same events as implicit feedback.</summary>
    public static Interactions WithoutValues(Interactions log) =>
        new(log.Users, log.Items, log.UserOf.ToArray(), log.ItemOf.ToArray(), null, log.Times.IsEmpty ? null : log.Times.ToArray())
        {
            ItemFeatures = log.ItemFeatures, UserFeatures = log.UserFeatures,
        };

    /// <summary>The events of two parts of one log, the second behind the first.</summary>
    public static Interactions Concatenated(Interactions first, Interactions second) =>
        new(first.Users, first.Items, [.. first.UserOf, .. second.UserOf], [.. first.ItemOf, .. second.ItemOf],
            first.Values.IsEmpty ? null : [.. first.Values, .. second.Values], first.Times.IsEmpty ? null : [.. first.Times, .. second.Times])
        {
            ItemFeatures = first.ItemFeatures, UserFeatures = first.UserFeatures,
        };
}
