using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="MultilayerPerceptron"/>.</summary>
public sealed record MultilayerPerceptronOptions : RankingModelOptions
{
    /// <summary>Length of the vector of a key, at least 1. Default 16.</summary>
    public int EmbeddingDim { get; init; } = 16;

    /// <summary>The layers.</summary>
    public MlpOptions Deep { get; init; } = new();

    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => new MultilayerPerceptron(this, make);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() =>
        [.. AtLeast(1, EmbeddingDim, nameof(EmbeddingDim)), .. Deep.Faults(nameof(Deep))];
}

/// <summary>A deep network over concatenated embeddings and dense features: logit = MLP(vectors, dense).</summary>
/// <remarks>The ranking network of Covington, Adams and Sargin, "Deep Neural Networks for YouTube Recommendations", RecSys 2016, section 4,
/// with the plain log loss instead of watch-time weights (give rows weights for those).</remarks>
public sealed class MultilayerPerceptron(MultilayerPerceptronOptions options, ParameterFactory make) : RankingModel(make)
{
    private readonly FieldVectors _fields = new(make, options.EmbeddingDim);
    private readonly Mlp _deep = new(make, "deep", make.FlatWidth(options.EmbeddingDim), options.Deep);

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, EmbeddedBatch x) => _deep.Forward(tape, _fields.Flat(x));
}
