using Winnow.Embeddings;

namespace Winnow.Training.Recipes;

/// <summary>How the rows of an embedding table learn, are stored and are let go.</summary>
public sealed record TableOptions
{
    /// <summary>The update rule of the rows. Default: Adam with rate 0.001.</summary>
    public SparseOptimizerOptions Optimizer { get; init; } = new() { Algorithm = SparseAlgorithm.LazyAdam, LearningRate = 1e-3f };

    /// <inheritdoc cref="EmbeddingTableOptions.InitialScale"/>
    public float InitialScale { get; init; } = 0.01f;

    /// <inheritdoc cref="EmbeddingTableOptions.Precision"/>
    public RowPrecision Precision { get; init; }

    /// <inheritdoc cref="EmbeddingTableOptions.AdmissionThreshold"/>
    public int AdmissionThreshold { get; init; } = 1;

    /// <inheritdoc cref="EmbeddingTableOptions.Cold"/>
    public ColdVector Cold { get; init; }

    /// <inheritdoc cref="EmbeddingTableOptions.TimeToLive"/>
    public long TimeToLive { get; init; }

    /// <inheritdoc cref="EmbeddingTableOptions.BudgetBytes"/>
    public long BudgetBytes { get; init; }

    /// <inheritdoc cref="EmbeddingTableOptions.FrequencyHalfLife"/>
    public long FrequencyHalfLife { get; init; }

    /// <inheritdoc cref="EmbeddingTableOptions.StepsPerTick"/>
    public int StepsPerTick { get; init; } = 1;

    /// <summary>The options of one table of a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimension">Numbers in a row.</param>
    /// <param name="zeroColumns">How many of them start at zero.</param>
    /// <param name="seed">Seed of the run.</param>
    public EmbeddingTableOptions For(string name, int dimension, int zeroColumns, ulong seed) => new()
    {
        Name = name,
        Dimension = dimension,
        ZeroColumns = zeroColumns,
        Seed = seed,
        InitialScale = InitialScale,
        Precision = Precision,
        AdmissionThreshold = AdmissionThreshold,
        Cold = Cold,
        TimeToLive = TimeToLive,
        BudgetBytes = BudgetBytes,
        FrequencyHalfLife = FrequencyHalfLife,
        StepsPerTick = StepsPerTick,
    };
}
