namespace Winnow.Embeddings;

/// <content>Writing the shard as it lies in memory. Allocates nothing managed and takes no lock, so that a forked child can do it.</content>
public sealed unsafe partial class TableShard
{
    /// <summary>Writes everything the shard knows: options, clock, rows slab by slab, waiting keys, ledger, parts of unfinished steps.</summary>
    /// <typeparam name="TSink">Where it goes.</typeparam>
    /// <param name="sink">Receives the blocks, the largest 2 MiB or one part of a step.</param>
    public void Save<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        ShardHead head = ShardHead.Of(Options, _state);
        sink.Write((byte*)&head, sizeof(ShardHead));
        fixed (byte* name = _name) sink.Write(name, _name.Length);
        SaveRows(_state.Rows, ref sink);
        SaveRows(_state.Waiting, ref sink);
        _applied.Save(ref sink);
        _pending.Save(ref sink);
    }

    private static void SaveRows<TSink>(KeyedRows rows, ref TSink sink) where TSink : struct, IStateSink
    {
        uint slabRows = rows.SlabRows;
        for (ulong first = 1, end; first <= rows.Count; first = end)
        {
            end = Math.Min(first / slabRows * slabRows + slabRows, rows.Count + 1UL);
            sink.Write(rows.At((uint)first), (long)(end - first) * rows.Layout.Stride);
        }
    }
}
