namespace Winnow.Embeddings;

/// <summary>Which rule updates the rows of a table, and its constants. Constants of other rules are ignored.</summary>
public sealed record SparseOptimizerOptions
{
    /// <summary>The rule. Default: row-wise Adagrad.</summary>
    public SparseAlgorithm Algorithm { get; init; } = SparseAlgorithm.RowWiseAdagrad;

    /// <summary>η, or α of FTRL: above 0. Default 0.05. <see cref="IEmbeddingTable.LearningRate"/> starts here.</summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>λ₂, at least 0. Default 0. Gradient rules add λ₂ w to the gradient of touched rows; FTRL adds ½ λ₂ ‖w‖².</summary>
    public float L2 { get; init; }

    /// <summary>λ₁ of FTRL, at least 0. Default 0. Other rules have no L1 term and refuse one.</summary>
    public float L1 { get; init; }

    /// <summary>ε of Adagrad, row-wise Adagrad and Adam: above 0. Default 1e-8.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>Start of Adagrad's accumulators, at least 0. Default 0; 0.1 tames the first updates of a row.</summary>
    public float InitialAccumulator { get; init; }

    /// <summary>β₁ of Adam, in [0, 1). Default 0.9.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>β₂ of Adam, in [0, 1). Default 0.999.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>β of FTRL, above 0: damps the first updates of a coordinate. Default 1.</summary>
    public float Beta { get; init; } = 1;

    /// <summary>Throws one exception that names every fault.</summary>
    /// <exception cref="ArgumentException">Some value is outside its legal range.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (!Enum.IsDefined(Algorithm)) faults.Add($"{nameof(Algorithm)} is {(int)Algorithm}; take a {nameof(SparseAlgorithm)}");
        if (!(LearningRate > 0) || float.IsInfinity(LearningRate)) faults.Add($"{nameof(LearningRate)} is {LearningRate}; it must be above 0");
        if (!(L2 >= 0) || float.IsInfinity(L2)) faults.Add($"{nameof(L2)} is {L2}; it must be at least 0");
        if (!(L1 >= 0) || float.IsInfinity(L1)) faults.Add($"{nameof(L1)} is {L1}; it must be at least 0");
        if (L1 > 0 && Algorithm != SparseAlgorithm.Ftrl) faults.Add($"{nameof(L1)} is {L1}, but {Algorithm} has no L1 term; use Ftrl or 0");
        if (!(Epsilon > 0) || float.IsInfinity(Epsilon)) faults.Add($"{nameof(Epsilon)} is {Epsilon}; it must be above 0");
        if (!(InitialAccumulator >= 0) || float.IsInfinity(InitialAccumulator))
            faults.Add($"{nameof(InitialAccumulator)} is {InitialAccumulator}; it must be at least 0");
        if (Beta1 is not (>= 0 and < 1)) faults.Add($"{nameof(Beta1)} is {Beta1}; it must lie in [0, 1)");
        if (Beta2 is not (>= 0 and < 1)) faults.Add($"{nameof(Beta2)} is {Beta2}; it must lie in [0, 1)");
        if (!(Beta > 0) || float.IsInfinity(Beta)) faults.Add($"{nameof(Beta)} is {Beta}; it must be above 0");
        if (faults.Count > 0) Throw.InvalidOptions("sparse optimiser", faults);
    }
}
