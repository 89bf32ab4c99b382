using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Training.Recipes;

/// <summary>How the rows of an embedding table learn, are stored and are let go.</summary>
public sealed record TableOptions
{
    /// <summary>The update rule of the rows. Default null: the one the paper of the model uses, or else <see cref="UsualOptimizer"/>.</summary>
    public SparseOptimizerOptions? Optimizer { get; init; }

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

    /// <summary>The rule of tables for which neither recipe nor model states one: Adam with rate 0.001.</summary>
    public static SparseOptimizerOptions UsualOptimizer { get; } = new() { Algorithm = SparseAlgorithm.LazyAdam, LearningRate = 1e-3f };

    /// <summary>What a parameter store needs to know of the table.</summary>
    /// <param name="spec">What the model asks for.</param>
    /// <param name="seed">Seed of the run.</param>
    public TableShardOptions Describe(TableSpec spec, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new TableShardOptions { Table = OptionsFor(spec, seed), Optimizer = Optimizer ?? spec.Optimizer ?? UsualOptimizer };
    }

    /// <summary>Makes an empty table.</summary>
    /// <param name="spec">What the model asks for.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="team">The threads it works on.</param>
    public IEmbeddingTable Create(TableSpec spec, ulong seed, WorkerTeam team)
    {
        TableShardOptions table = Describe(spec, seed);
        return EmbeddingTables.Create(table.Table, table.Optimizer, team);
    }

    private EmbeddingTableOptions OptionsFor(TableSpec spec, ulong seed) => new()
    {
        Name = spec.Name,
        Dimension = spec.Width,
        ZeroColumns = spec.ZeroColumns,
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
