using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="WideAndDeep"/>.</summary>
public sealed record WideAndDeepOptions : RankingModelOptions
{
    /// <summary>Length of the vector of a key in the deep part, at least 1. Default 16.</summary>
    public int EmbeddingDim { get; init; } = 16;

    /// <summary>The deep part.</summary>
    public MlpOptions Deep { get; init; } = new();

    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => new WideAndDeep(this, make);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() =>
        [.. AtLeast(1, EmbeddingDim, nameof(EmbeddingDim)), .. Deep.Faults(nameof(Deep))];
}

/// <summary>Wide and deep: logit = linear(keys, dense) + MLP(vectors, dense), trained jointly.</summary>
/// <remarks>Cheng et al., DLRS 2016, equation 3. As there, the wide weights are a table of their own, <c>wide</c>, and learn by FTRL;
/// crossed features are columns of the schema.</remarks>
public sealed class WideAndDeep(WideAndDeepOptions options, ParameterFactory make) : RankingModel(make)
{
    /// <summary>The table of the wide weights.</summary>
    public const string WideTable = "wide";

    private readonly FirstOrder _wide = new(make, WideTable, new SparseOptimizerOptions { Algorithm = SparseAlgorithm.Ftrl }, WideTable);
    private readonly FieldVectors _fields = new(make, options.EmbeddingDim);
    private readonly Mlp _deep = new(make, "deep", make.FlatWidth(options.EmbeddingDim), options.Deep);

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, EmbeddedBatch x) =>
        _wide.Forward(tape, x) + _deep.Forward(tape, _fields.Flat(x));
}
