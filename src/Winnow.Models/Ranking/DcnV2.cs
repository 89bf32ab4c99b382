using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>How the two parts of <see cref="DcnV2"/> are joined.</summary>
public enum DcnStructure
{
    /// <summary>Side by side: the deep network sees the plain input; both outputs enter the last layer.</summary>
    Parallel,

    /// <summary>One after the other: the deep network sees the crossed input.</summary>
    Stacked,
}

/// <summary>The settings of <see cref="DcnV2"/>.</summary>
public sealed record DcnV2Options : RankingModelOptions
{
    /// <summary>Length of the vector of a key, at least 1. Default 16.</summary>
    public int EmbeddingDim { get; init; } = 16;

    /// <summary>How the two parts are joined. Default <see cref="DcnStructure.Parallel"/>.</summary>
    public DcnStructure Structure { get; init; } = DcnStructure.Parallel;

    /// <summary>Cross layers, at least 0; the highest degree of interaction is one more. Default 3.</summary>
    public int CrossLayers { get; init; } = 3;

    /// <summary>Rank of the cross matrices, at least 0; 0: full. Default 0.</summary>
    public int CrossRank { get; init; }

    /// <summary>The deep part.</summary>
    public MlpOptions Deep { get; init; } = new();

    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => new DcnV2(this, make);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() =>
    [
        .. AtLeast(1, EmbeddingDim, nameof(EmbeddingDim)),
        .. AtLeast(0, CrossLayers, nameof(CrossLayers)),
        .. AtLeast(0, CrossRank, nameof(CrossRank)),
        .. Deep.Faults(nameof(Deep)),
    ];
}

/// <summary>Deep and cross network, version 2: explicit crosses of bounded degree by the cross network, implicit ones by an MLP.</summary>
/// <remarks>Wang et al., "DCN V2: Improved Deep &amp; Cross Network and Practical Lessons for Web-scale Learning to Rank Systems", WWW 2021:
/// cross layers by equation 1 or 2, structures as in figure 1, output a linear map of the joined parts. The mixture of low-rank
/// experts is left out.</remarks>
public sealed class DcnV2 : RankingModel
{
    private readonly DcnV2Options _options;
    private readonly FieldVectors _fields;
    private readonly CrossNetwork _cross;
    private readonly Mlp _deep;
    private readonly Parameter _weight, _bias;

    /// <summary>Declares tables and parameters.</summary>
    public DcnV2(DcnV2Options options, ParameterFactory make) : base(make)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _fields = new FieldVectors(make, options.EmbeddingDim);
        _cross = new CrossNetwork(make, "cross", _fields.FlatWidth, options.CrossLayers, options.CrossRank);
        _deep = new Mlp(make, "deep", _fields.FlatWidth, options.Deep, outputs: 0);
        int joined = _deep.Width + (options.Structure == DcnStructure.Parallel ? _fields.FlatWidth : 0);
        _weight = make.Parameter("out.weight", new Shape(joined, 1), Initial.Glorot);
        _bias = make.Bias("out.bias", 1);
    }

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, EmbeddedBatch x)
    {
        Tensor input = _fields.Flat(x), crossed = _cross.Forward(tape, input);
        Tensor joined = _options.Structure == DcnStructure.Parallel
            ? tape.Concat(crossed, _deep.Forward(tape, input))
            : _deep.Forward(tape, crossed);
        return tape.Linear(joined, _weight, _bias);
    }
}
