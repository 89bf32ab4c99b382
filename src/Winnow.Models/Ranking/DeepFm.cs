using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="DeepFm"/>.</summary>
public sealed record DeepFmOptions : RankingModelOptions
{
    /// <summary>Length k of the vector of a key, at least 1. Default 16.</summary>
    public int EmbeddingDim { get; init; } = 16;

    /// <summary>The deep part.</summary>
    public MlpOptions Deep { get; init; } = new();

    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => new DeepFm(this, make);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() =>
        [.. AtLeast(1, EmbeddingDim, nameof(EmbeddingDim)), .. Deep.Faults(nameof(Deep))];
}

/// <summary>DeepFM: a factorisation machine and an MLP over the same vectors, trained jointly. logit = FM + MLP.</summary>
/// <remarks>Guo, Tang, Ye, Li and He, IJCAI 2017, equations 1–4. Weight and vector of a key are one row of one table.</remarks>
public sealed class DeepFm(DeepFmOptions options, ParameterFactory make) : RankingModel(make)
{
    private readonly FirstOrder _linear = new(make);
    private readonly FieldVectors _fields = new(make, options.EmbeddingDim);
    private readonly Mlp _deep = new(make, "deep", make.FlatWidth(options.EmbeddingDim), options.Deep);

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, EmbeddedBatch x) =>
        _linear.Forward(tape, x) + tape.SecondOrder(_fields.Vectors(x)) + _deep.Forward(tape, _fields.Flat(x));
}
