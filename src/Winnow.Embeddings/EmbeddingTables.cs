using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Makes tables from options, where the rule is only known at run time.</summary>
public static class EmbeddingTables
{
    /// <summary>An empty table.</summary>
    /// <param name="options">What the table does.</param>
    /// <param name="optimizer">How its rows learn.</param>
    /// <param name="team">The threads it works on; stays with the caller.</param>
    /// <exception cref="ArgumentException">Some option is outside its legal range; the message names all that are.</exception>
    public static IEmbeddingTable Create(EmbeddingTableOptions options, SparseOptimizerOptions optimizer, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(optimizer);
        return Create(options, optimizer, team, DelayCompensation.None, keepsRemovals: true);
    }

    /// <summary>The table inside a shard.</summary>
    internal static IShardTable Create(
        EmbeddingTableOptions options, SparseOptimizerOptions optimizer, WorkerTeam team, DelayCompensation compensation, bool keepsRemovals)
    {
        optimizer.Validate();
        float rate = optimizer.LearningRate;
        return optimizer.Algorithm switch
        {
            SparseAlgorithm.Sgd => new EmbeddingTable<SparseSgd>(options, new(optimizer), rate, team, compensation, keepsRemovals),
            SparseAlgorithm.Adagrad => new EmbeddingTable<SparseAdagrad>(options, new(optimizer), rate, team, compensation, keepsRemovals),
            SparseAlgorithm.RowWiseAdagrad => new EmbeddingTable<RowWiseAdagrad>(options, new(optimizer), rate, team, compensation, keepsRemovals),
            SparseAlgorithm.LazyAdam => new EmbeddingTable<LazyAdam>(options, new(optimizer), rate, team, compensation, keepsRemovals),
            _ => new EmbeddingTable<Ftrl>(options, new(optimizer), rate, team, compensation, keepsRemovals),
        };
    }
}
