using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>What a shard asks of the table inside it, whatever its rule.</summary>
internal interface IShardTable : IEmbeddingTable
{
    /// <summary>Rows, clock and counters.</summary>
    TableState State { get; }

    /// <summary>Name of the rule in snapshots.</summary>
    string OptimizerName { get; }

    /// <summary>Pulls for training and pushes, in one walk; the caller has checked that all gradients are finite.</summary>
    /// <param name="keys">[n], each at most once (0 excepted).</param>
    /// <param name="gradients">At least n rows.</param>
    /// <param name="pulled">As many, where gradients are compensated; else anything.</param>
    void Apply(ReadOnlySpan<ulong> keys, MatrixView gradients, MatrixView pulled);
}
