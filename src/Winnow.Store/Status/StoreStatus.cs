namespace Winnow.Store.Status;

/// <summary>How a store is doing.</summary>
/// <param name="Nodes">Its nodes, each master before its replicas.</param>
/// <param name="Runs">The training runs its masters hold, by name.</param>
/// <param name="TakenAt">When the look was taken, since the first one of its reader.</param>
public sealed record StoreStatus(IReadOnlyList<StoreNodeStatus> Nodes, IReadOnlyList<StoreRunStatus> Runs, TimeSpan TakenAt)
{
    /// <summary>How fast a table was used between two looks.</summary>
    /// <param name="earlier">The look before this one.</param>
    /// <param name="run">Name of the run.</param>
    /// <param name="table">Name of the table.</param>
    /// <returns>Rates; null if one of the looks has no such table, or its counters began anew in between.</returns>
    public StoreTableRates? RatesSince(StoreStatus earlier, string run, string table)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        double seconds = (TakenAt - earlier.TakenAt).TotalSeconds;
        if (Find(run, table) is not { } now || earlier.Find(run, table) is not { } then || !(seconds > 0)) return null;
        (StoreTraffic a, StoreTraffic b) = (then.Traffic, now.Traffic);
        if (b.PulledKeys < a.PulledKeys || b.PushedKeys < a.PushedKeys) return null;
        long applied = now.Counters.GradientsApplied - then.Counters.GradientsApplied, dropped = now.Counters.GradientsDropped - then.Counters.GradientsDropped;
        return new StoreTableRates((b.PulledKeys - a.PulledKeys) / seconds, (b.PushedKeys - a.PushedKeys) / seconds, applied + dropped > 0 ? applied / (double)(applied + dropped) : double.NaN);
    }

    private StoreTableStatus? Find(string run, string table) =>
        Runs.FirstOrDefault(r => r.Name == run)?.Tables.FirstOrDefault(t => t.Name == table);
}
