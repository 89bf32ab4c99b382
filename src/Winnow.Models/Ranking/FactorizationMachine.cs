using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="FactorizationMachine"/>.</summary>
public sealed record FactorizationMachineOptions : RankingModelOptions
{
    /// <summary>Length k of the vector of a key, at least 1. Default 16.</summary>
    public int EmbeddingDim { get; init; } = 16;

    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => new FactorizationMachine(this, make);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() => AtLeast(1, EmbeddingDim, nameof(EmbeddingDim));
}

/// <summary>Factorisation machine of degree 2: logit = w₀ + Σᵢ wᵢxᵢ + Σ_{i&lt;j} ⟨vᵢ, vⱼ⟩ xᵢxⱼ.</summary>
/// <remarks>Rendle, ICDM 2010, equation 1, computed by lemma 3.1. Pairs are formed between id features; dense features enter the linear
/// part with a weight each.</remarks>
public sealed class FactorizationMachine(FactorizationMachineOptions options, ParameterFactory make) : RankingModel(make)
{
    private readonly FirstOrder _linear = new(make);
    private readonly FieldVectors _fields = new(make, options.EmbeddingDim);

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, EmbeddedBatch x) =>
        _linear.Forward(tape, x) + tape.SecondOrder(_fields.Vectors(x));
}
