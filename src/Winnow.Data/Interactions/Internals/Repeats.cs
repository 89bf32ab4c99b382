namespace Winnow.Data;

/// <summary>Deals with pairs of user and item that come more than once.</summary>
internal static class Repeats
{
    /// <summary>The log by the rule; the same object if nothing changes. Kept events stay in the order of the log.</summary>
    public static Interactions Apply(Interactions log, RepeatRule rule)
    {
        if (rule == RepeatRule.Keep || log.Count == 0) return log;
        int[] order = EventOrder.ByUserThenItem(log);
        bool[] keep = new bool[log.Count];
        float[]? values = rule != RepeatRule.Sum && log.Values.IsEmpty ? null : log.Values.IsEmpty ? Ones(log.Count) : log.Values.ToArray();
        bool repeated = false;
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && IsSamePair(log, order[start], order[end])) end++;
            int kept = rule == RepeatRule.First ? order[start] : EventOrder.Latest(log, order.AsSpan(start, end - start));
            keep[kept] = true;
            if (rule == RepeatRule.Sum) values![kept] = Sum(values, order.AsSpan(start, end - start));
            repeated |= end - start > 1;
            start = end;
        }
        return repeated || rule == RepeatRule.Sum ? EventSubset.Of(log, keep, values) : log;
    }

    private static bool IsSamePair(Interactions log, int a, int b) => log.UserOf[a] == log.UserOf[b] && log.ItemOf[a] == log.ItemOf[b];

    private static float Sum(ReadOnlySpan<float> values, ReadOnlySpan<int> events)
    {
        double sum = 0;
        foreach (int e in events) sum += values[e];
        return (float)sum;
    }

    private static float[] Ones(int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1f);
        return ones;
    }
}
