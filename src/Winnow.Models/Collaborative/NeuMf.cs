using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Which parts of <see cref="NeuMf"/> there are.</summary>
public enum NeuMfVariant
{
    /// <summary>Both parts side by side, each trained on its own first.</summary>
    NeuMf,

    /// <summary>Generalised matrix factorisation alone.</summary>
    Gmf,

    /// <summary>The multilayer perceptron alone.</summary>
    Mlp,
}

/// <summary>The settings of <see cref="NeuMf"/>.</summary>
public sealed record NeuMfOptions : RecommenderOptions
{
    /// <summary>Which parts there are. Default <see cref="NeuMfVariant.NeuMf"/>.</summary>
    public NeuMfVariant Variant { get; init; }

    /// <summary>Length of the vectors of the factorisation, at least 1. Default 64.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>Width of the input of the perceptron (user and item vector, each half of it) and of its hidden layers; at least two, the
    /// first even. Default 256, 128, 64.</summary>
    public int[] Layers { get; init; } = [256, 128, 64];

    /// <summary>Passes of the factorisation alone, not negative. Default 10, best on validation items of NCF ML-1M.</summary>
    public int GmfEpochs { get; init; } = 10;

    /// <summary>Passes of the perceptron alone, not negative. Default 12, best on validation items of NCF ML-1M.</summary>
    public int MlpEpochs { get; init; } = 12;

    /// <summary>Passes of both together, not negative; only for <see cref="NeuMfVariant.NeuMf"/>. Default 10.</summary>
    public int FusedEpochs { get; init; } = 10;

    /// <summary>Items a user did not take that are drawn for each one he took, at least 1. Default 4.</summary>
    public int Negatives { get; init; } = 4;

    /// <summary>Examples of a step, at least 1. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Step size of Adam, positive. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Step size of plain gradient descent after pre-training, positive. Default 0.001.</summary>
    public double FusedLearningRate { get; init; } = 0.001;

    /// <summary>Standard deviation of vectors at the beginning, positive. Default 0.05.</summary>
    public double InitialDeviation { get; init; } = 0.05;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new NeuMf(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (!Enum.IsDefined(Variant)) yield return $"{nameof(Variant)} is {(int)Variant}, which is no variant";
        if (Factors < 1) yield return $"{nameof(Factors)} is {Factors}, it must be at least 1";
        if (Layers is not { Length: >= 2 } || Layers.Any(width => width < 1) || Layers[0] % 2 != 0)
            yield return $"{nameof(Layers)} is [{string.Join(", ", Layers ?? [])}], it must be an even width and at least one more, each at least 1";
        if (GmfEpochs < 0) yield return $"{nameof(GmfEpochs)} is {GmfEpochs}, it must not be negative";
        if (MlpEpochs < 0) yield return $"{nameof(MlpEpochs)} is {MlpEpochs}, it must not be negative";
        if (FusedEpochs < 0) yield return $"{nameof(FusedEpochs)} is {FusedEpochs}, it must not be negative";
        if (Negatives < 1) yield return $"{nameof(Negatives)} is {Negatives}, it must be at least 1";
        if (BatchSize < 1) yield return $"{nameof(BatchSize)} is {BatchSize}, it must be at least 1";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) yield return $"{nameof(LearningRate)} is {LearningRate}, it must be positive";
        if (!(FusedLearningRate > 0 && double.IsFinite(FusedLearningRate))) yield return $"{nameof(FusedLearningRate)} is {FusedLearningRate}, it must be positive";
        if (!(InitialDeviation > 0 && double.IsFinite(InitialDeviation))) yield return $"{nameof(InitialDeviation)} is {InitialDeviation}, it must be positive";
    }
}

/// <summary>Neural matrix factorisation (NeuMF), with its two parts GMF and MLP.</summary>
/// <remarks>
/// He, Liao, Zhang, Nie, Hu and Chua, WWW 2017. GMF: logit h·(p_u ⊙ q_i) (equation 9). MLP: logit h·φ(… φ(W [p_u; q_i] + b) …), φ =
/// ReLU (10). NeuMF: both last layers side by side with vectors of their own (12). Binary cross-entropy against unseen items drawn
/// anew each pass (7). Each part is trained alone with Adam, then both together with plain gradient descent from half of each
/// output (13). Adam moves all rows in every step, as in Keras, though it touches only those of the batch
/// (<c>DeferredAdamRows</c>). Vectors start normal, hidden layers Glorot uniform, outputs uniform in ±√(3/inputs). Scores are logits. The model knows users by number only:
/// one that was not trained on, or had no events, gets the same score everywhere.
/// <para>O(examples · weights) a pass, shared by all threads; the same bytes for any number of them. A warm step allocates nothing.
/// Between passes it scores by what is being trained: GMF, then MLP, then both.</para>
/// </remarks>
#pragma warning disable CA1001      // its training is freed when Fit ends or begins anew; what a caller leaves between passes a finaliser frees
public sealed class NeuMf : IIterativeRecommender, ICandidateScorer
#pragma warning restore CA1001
{
    private readonly NeuMfOptions _options;
    private NeuMfNet _net = NeuMfNet.Empty;
    private NeuMfTraining? _training;

    /// <summary>A model that is not yet fitted.</summary>
    public NeuMf(NeuMfOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <inheritdoc/>
    public int Items => _net.Items;

    /// <inheritdoc/>
    public int Epochs => _options.Variant switch
    {
        NeuMfVariant.Gmf => _options.GmfEpochs,
        NeuMfVariant.Mlp => _options.MlpEpochs,
        _ => _options.GmfEpochs + _options.MlpEpochs + _options.FusedEpochs,
    };

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        EpochLoop.Run(this, train, context, Forget);
        EndTraining();
    }

    /// <inheritdoc/>
    public void Begin(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        EndTraining();
        _training = new NeuMfTraining(_options, train.ByUser, context);
        _net = _training.Net(StageOf(0));
    }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The loss is not finite any more.</exception>
    public void RunEpoch(int epoch)
    {
        NeuMfTraining training = _training ?? throw new InvalidOperationException("Call Begin before RunEpoch.");
        NeuMfVariant stage = StageOf(epoch);
        training.Run(stage, epoch);
        _net = training.Net(stage);
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores)
    {
        for (int i = 0; i < users.Count; i++) _net.Score(users.User(i), [], scores.Row(i));
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, int i, ReadOnlySpan<int> items, Span<float> scores)
    {
        if (items.Length != scores.Length) throw new ArgumentException($"{items.Length} items came with room for {scores.Length} scores.", nameof(scores));
        if (!items.IsEmpty) _net.Score(users.User(i), items, scores);
    }

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _net.Save(state);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        NeuMfNet loaded = NeuMfNet.Load(state, _options);
        EndTraining();
        _net = loaded;
    }

    private NeuMfVariant StageOf(int epoch)
    {
        if (_options.Variant != NeuMfVariant.NeuMf) return _options.Variant;
        if (epoch < _options.GmfEpochs) return NeuMfVariant.Gmf;
        return epoch < _options.GmfEpochs + _options.MlpEpochs ? NeuMfVariant.Mlp : NeuMfVariant.NeuMf;
    }

    private void EndTraining()
    {
        _training?.Dispose();
        _training = null;
    }

    private void Forget()
    {
        EndTraining();
        _net = NeuMfNet.Empty;
    }
}
