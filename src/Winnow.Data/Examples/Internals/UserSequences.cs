namespace Winnow.Data;

/// <summary>The events of a log by user, and inside a user by time where it is known; of equal times as they stand in the log.</summary>
internal static class UserSequences
{
    /// <returns>The events in this order, and where each user begins, shape [users + 1].</returns>
    public static (int[] Order, int[] Starts) Of(Interactions log)
    {
        int[] order = EventOrder.ByUser(log, out int[] starts);
        if (log.Times.IsEmpty) return (order, starts);
        for (int user = 0; user < log.Users.Count; user++)
        {
            Span<int> own = order.AsSpan(starts[user], starts[user + 1] - starts[user]);
            Span<long> times = new long[own.Length];
            for (int i = 0; i < own.Length; i++) times[i] = log.Times[own[i]];
            SortStable(times, own);
        }
        return (order, starts);
    }

    /// <summary>Events of a user come in the order of the log, so a sort by (time, event) keeps equal times as they stood.</summary>
    private static void SortStable(Span<long> times, Span<int> events)
    {
        bool sorted = true;
        for (int i = 1; i < times.Length && sorted; i++) sorted = times[i - 1] <= times[i];
        if (sorted) return;
        (long Time, int Event)[] pairs = new (long, int)[events.Length];
        for (int i = 0; i < pairs.Length; i++) pairs[i] = (times[i], events[i]);
        Array.Sort(pairs);
        for (int i = 0; i < pairs.Length; i++) events[i] = pairs[i].Event;
    }
}
