namespace Winnow.Embeddings;

/// <summary>What a table knows, apart from its rules. Not generic, so that a shard can be written by code that looks nothing up and allocates
/// nothing, as a forked child must.</summary>
internal sealed class TableState(RowLayout layout, int removalLogCapacity) : IDisposable
{
    internal KeyedRows Rows { get; set; } = new(layout);
    internal KeyedRows Waiting { get; set; } = new(RowLayout.KeyOnly);
    internal RemovalLog Removed { get; } = new(removalLogCapacity);
    internal TableCounters Counters { get; set; }

    /// <summary>Number of steps ended.</summary>
    internal long Step { get; set; }

    /// <summary>Number of pushes.</summary>
    internal long Pushes { get; set; }

    internal SnapshotCut Cut => new(Step, Pushes, Removed.Total, Rows.Count, Waiting.Count);

    /// <summary>Forgets all rows and waiting keys.</summary>
    internal void Clear()
    {
        (KeyedRows rows, KeyedRows waiting) = (Rows, Waiting);
        (Rows, Waiting) = (new(rows.Layout), new(waiting.Layout));
        rows.Dispose();
        waiting.Dispose();
    }

    public void Dispose()
    {
        Rows.Dispose();
        Waiting.Dispose();
        Removed.Dispose();
    }
}
