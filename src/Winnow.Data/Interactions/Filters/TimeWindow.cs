namespace Winnow.Data;

/// <summary>Keeps events in a stretch of time.</summary>
/// <param name="From">First time kept, in the unit of the log.</param>
/// <param name="Until">First time no longer kept.</param>
public sealed record TimeWindow(long From, long Until = long.MaxValue) : InteractionFilter
{
    /// <summary>Days of a log whose times are Unix seconds.</summary>
    /// <param name="from">First day kept.</param>
    /// <param name="until">First day no longer kept.</param>
    public TimeWindow(DateOnly from, DateOnly until) : this(UnixSeconds(from), UnixSeconds(until))
    {
    }

    internal override Interactions Filter(Interactions log)
    {
        if (log.Times.IsEmpty) throw new ArgumentException($"The filter '{this}' needs times, and the log has none. Name its time column.", nameof(log));
        bool[] keep = new bool[log.Count];
        for (int e = 0; e < keep.Length; e++) keep[e] = log.Times[e] >= From && log.Times[e] < Until;
        return EventSubset.Of(log, keep);
    }

    internal override string Describe() => $"times from {From}{(Until == long.MaxValue ? "" : $" to before {Until}")}";

    private static long UnixSeconds(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
}
