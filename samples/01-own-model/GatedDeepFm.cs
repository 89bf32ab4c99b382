using Winnow.Models;
using Winnow.Numerics;

/// <summary>The settings of <see cref="GatedDeepFm"/>.</summary>
internal sealed record GatedDeepFmOptions : RankingModelOptions
{
    /// <summary>Length of the vector of a key, at least 1. Default 8.</summary>
    public int EmbeddingDim { get; init; } = 8;

    protected override RankingModel Build(ParameterFactory make) => new GatedDeepFm(this, make);

    protected override IEnumerable<string> Faults() => AtLeast(1, EmbeddingDim, nameof(EmbeddingDim));
}

/// <summary>DeepFM whose deep part sees its input through a gate: each number times a share in (0, 1) that depends on all of them.</summary>
/// <remarks>The gate is the bit-wise one of Huang et al., "GateNet", arXiv:2007.03519, at the embedding layer.</remarks>
internal sealed class GatedDeepFm(GatedDeepFmOptions options, ParameterFactory make) : RankingModel(make)
{
    private readonly FirstOrder _linear = new(make);
    private readonly FieldVectors _fields = new(make, options.EmbeddingDim);
    private readonly Parameter _gate = make.Parameter("gate.weight", GateShape(options, make), Initial.Glorot);
    private readonly Parameter _gateBias = make.Bias("gate.bias", make.FlatWidth(options.EmbeddingDim));
    private readonly Mlp _deep = new(make, "deep", make.FlatWidth(options.EmbeddingDim), new MlpOptions { Hidden = [64, 32] });

    protected override Tensor Logits(Tape tape, EmbeddedBatch x)
    {
        Tensor flat = _fields.Flat(x), open = tape.Linear(flat, _gate, _gateBias, Activation.Sigmoid);
        return _linear.Forward(tape, x) + tape.SecondOrder(_fields.Vectors(x)) + _deep.Forward(tape, flat * open);
    }

    private static Shape GateShape(GatedDeepFmOptions options, ParameterFactory make) =>
        new(make.FlatWidth(options.EmbeddingDim), make.FlatWidth(options.EmbeddingDim));
}
