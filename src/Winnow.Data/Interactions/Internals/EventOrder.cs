namespace Winnow.Data;

/// <summary>Orders of the events of a log.</summary>
internal static class EventOrder
{
    /// <summary>Events grouped by user, inside a user as they stand in the log; and where each user begins, shape [users + 1].</summary>
    public static int[] ByUser(Interactions log, out int[] starts)
    {
        starts = Starts(log.UserOf, log.Users.Count);
        int[] next = starts.AsSpan(0, log.Users.Count).ToArray(), order = new int[log.Count];
        ReadOnlySpan<int> userOf = log.UserOf;
        for (int e = 0; e < order.Length; e++) order[next[userOf[e]]++] = e;
        return order;
    }

    /// <summary>Events by user, then item, then place in the log: a counting sort by item, then one by user.</summary>
    public static int[] ByUserThenItem(Interactions log)
    {
        int[] next = Starts(log.ItemOf, log.Items.Count), byItem = new int[log.Count], order = new int[log.Count];
        ReadOnlySpan<int> userOf = log.UserOf, itemOf = log.ItemOf;
        for (int e = 0; e < byItem.Length; e++) byItem[next[itemOf[e]]++] = e;
        next = Starts(log.UserOf, log.Users.Count);
        foreach (int e in byItem) order[next[userOf[e]]++] = e;
        return order;
    }

    /// <summary>The latest of some events of a log, given in its order: by time where it is known; of equal times the last given.</summary>
    public static int Latest(Interactions log, ReadOnlySpan<int> events)
    {
        if (log.Times.IsEmpty) return events[^1];
        int latest = events[0];
        foreach (int e in events)
            if (log.Times[e] >= log.Times[latest]) latest = e;
        return latest;
    }

    private static int[] Starts(ReadOnlySpan<int> groupOf, int groups)
    {
        int[] starts = new int[groups + 1];
        foreach (int group in groupOf) starts[group + 1]++;
        for (int group = 0; group < groups; group++) starts[group + 1] += starts[group];
        return starts;
    }
}
