using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store.Module;

/// <summary>Reads values back from the blocks they were saved as.</summary>
internal static class ValueLoader
{
    /// <summary>Reads a value.</summary>
    /// <param name="kind">Of which type.</param>
    /// <param name="source">The blocks, checked without trust.</param>
    /// <param name="fault">Receives what is wrong with them.</param>
    /// <returns>The value, or null.</returns>
    internal static StoredValue? Load<TSource>(ValueKind kind, ref TSource source, out string? fault) where TSource : struct, IStateSource
    {
        switch (kind)
        {
            case ValueKind.Table:
                TableShard? shard = TableShard.Load(ref source, WorkerTeam.Single, out fault);
                return shard is null ? null : new TableValue(shard);
            case ValueKind.Dense:
                DenseBlock? block = DenseBlock.Load(ref source, out fault);
                return block is null ? null : new DenseValue(block);
            default:
                PositionQueue? queue = PositionQueue.Load(ref source, out fault);
                return queue is null ? null : new QueueValue(queue);
        }
    }
}
