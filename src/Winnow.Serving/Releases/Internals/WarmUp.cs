namespace Winnow.Serving.Internals;

/// <summary>Makes a release do its work before anybody waits for it: pages are read, code is compiled, caches are filled.</summary>
internal static class WarmUp
{
    private const int MostRequests = 64;
    private const int HistoryItems = 10;
    private static readonly TimeSpan s_most = TimeSpan.FromMilliseconds(800);      // a part of the five seconds from start to ready

    /// <summary>Sends requests of users without and with a history through the funnel.</summary>
    /// <exception cref="InvalidOperationException">The funnel fails, names another release than its own, or cannot answer at all.</exception>
    public static void Run(IFunnel funnel, TimeProvider time, CancellationToken cancel)
    {
        long began = time.GetTimestamp();
        for (int i = 0; i < MostRequests && (i < 2 || time.GetElapsedTime(began) < s_most); i++)
        {
            cancel.ThrowIfCancellationRequested();
            FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Seed = (ulong)i }, i % 2 == 0 ? UserState.Unknown : User(funnel.Items, i), cancel);
            if (answer.Release != funnel.Release)
                throw new InvalidOperationException($"Release '{funnel.Release}' answered as '{answer.Release}': its parts do not belong together. Pack it again.");
        }
    }

    /// <summary>A user who took some items spread over the catalogue.</summary>
    private static UserState User(IItemCatalogue items, int number)
    {
        int count = Math.Min(HistoryItems, items.Ids.Count);
        string[] history = new string[count];
        for (int i = 0; i < count; i++) history[i] = items.Ids[(int)(((long)i * items.Ids.Count / count + number) % items.Ids.Count)];
        return new UserState(Data.FeatureValues.Empty, [.. history.Distinct(StringComparer.Ordinal)]);
    }
}
