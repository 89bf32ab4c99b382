using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="FieldAwareFactorizationMachine"/>.</summary>
public sealed record FieldAwareFactorizationMachineOptions : RankingModelOptions
{
    /// <summary>Length k of each vector, at least 1. Default 4; a key has one vector for each feature.</summary>
    public int EmbeddingDim { get; init; } = 4;

    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => new FieldAwareFactorizationMachine(this, make);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() => AtLeast(1, EmbeddingDim, nameof(EmbeddingDim));
}

/// <summary>Field-aware factorisation machine: logit = w₀ + Σᵢ wᵢxᵢ + Σ_{i&lt;j} ⟨v_{i→f(j)}, v_{j→f(i)}⟩ xᵢxⱼ, each key having a vector for each feature.</summary>
/// <remarks>Juan, Zhuang, Chin and Lin, RecSys 2016, equation 4, which leaves the linear part out for brevity. A feature with
/// several keys in a cell takes part with its pooled vectors, so its keys do not form pairs among themselves.</remarks>
public sealed class FieldAwareFactorizationMachine(FieldAwareFactorizationMachineOptions options, ParameterFactory make) : RankingModel(make)
{
    private readonly FirstOrder _linear = new(make);
    private readonly FieldVectors _fields = new(make, make.Fields * options.EmbeddingDim);

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, EmbeddedBatch x) =>
        _linear.Forward(tape, x) + tape.FieldAware(_fields.Vectors(x), _fields.Fields, options.EmbeddingDim);
}
