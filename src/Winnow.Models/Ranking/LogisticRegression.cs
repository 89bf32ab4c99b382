using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="LogisticRegression"/>: none of its own. How its weights learn (FTRL with L1 and L2 by default) is set at the table.</summary>
public sealed record LogisticRegressionOptions : RankingModelOptions
{
    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => new LogisticRegression(make);
}

/// <summary>Logistic regression: one weight a key. logit = w₀ + Σᵢ wᵢxᵢ.</summary>
/// <remarks>As trained by FTRL-Proximal in McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013, algorithm 1, which is
/// the rule its table asks for; dense weights and w₀ learn by the dense optimiser.</remarks>
public sealed class LogisticRegression(ParameterFactory make) : RankingModel(make)
{
    private readonly FirstOrder _linear = new(make, optimizer: new SparseOptimizerOptions { Algorithm = SparseAlgorithm.Ftrl });

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, EmbeddedBatch x) => _linear.Forward(tape, x);
}
