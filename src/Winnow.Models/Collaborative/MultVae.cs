using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="MultVae"/>.</summary>
public sealed record MultVaeOptions : RecommenderOptions
{
    /// <summary>Width of the hidden layer of each half, at least 1. Default 600.</summary>
    public int Hidden { get; init; } = 600;

    /// <summary>Length of the latent vector, at least 1. Default 200.</summary>
    public int Latent { get; init; } = 200;

    /// <summary>Share of a user's items left out of the input in training, in [0, 1). Default 0.5.</summary>
    public float Dropout { get; init; } = 0.5f;

    /// <summary>Largest weight of the divergence, not negative. Default 0.2.</summary>
    public double Beta { get; init; } = 0.2;

    /// <summary>Steps over which that weight would rise from 0 to 1, at least 1: in step t it is min(β, t / steps). Default 200,000, for ML-20M;
    /// scale it with the number of steps of a run.</summary>
    public int AnnealSteps { get; init; } = 200_000;

    /// <summary>Passes, at least 1. Default 100.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Users of a step, at least 1. Default 500.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Step size of Adam, positive. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new MultVae(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Hidden < 1) yield return $"{nameof(Hidden)} is {Hidden}, it must be at least 1";
        if (Latent < 1) yield return $"{nameof(Latent)} is {Latent}, it must be at least 1";
        if (!(Dropout >= 0 && Dropout < 1)) yield return $"{nameof(Dropout)} is {Dropout}, it must lie in [0, 1)";
        if (!(Beta >= 0 && double.IsFinite(Beta))) yield return $"{nameof(Beta)} is {Beta}, it must not be negative";
        if (AnnealSteps < 1) yield return $"{nameof(AnnealSteps)} is {AnnealSteps}, it must be at least 1";
        if (Epochs < 1) yield return $"{nameof(Epochs)} is {Epochs}, it must be at least 1";
        if (BatchSize < 1) yield return $"{nameof(BatchSize)} is {BatchSize}, it must be at least 1";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) yield return $"{nameof(LearningRate)} is {LearningRate}, it must be positive";
    }
}

/// <summary>Variational autoencoder with multinomial likelihood (Mult-VAE).</summary>
/// <remarks>
/// Liang, Krishnan, Hoffman and Jebara, WWW 2018. x_u / ‖x_u‖ with dropout → tanh → (μ, log σ²) → z = μ + σ ε → tanh → logits π over
/// all items (section 2.1). Minimises −Σᵢ x_ui log softmax(π)ᵢ + β KL(N(μ, σ²) ‖ N(0, 1)), the mean over a batch (equation 7), β
/// rising with the steps to its bound (section 2.2.2), by Adam. Weights start Glorot uniform, biases normal with deviation 0.001, cut
/// off at two deviations.
/// Everybody is scored by his history, with z = μ and nothing dropped, so users that were not trained on need nothing special; an
/// empty history gets the same score everywhere. Strengths are ignored.
/// <para>O(users · items · hidden) a pass, shared by all threads; the same bytes for any number of them. A warm step allocates nothing.</para>
/// </remarks>
#pragma warning disable CA1001      // its training is freed when Fit ends or begins anew; what a caller leaves between passes a finaliser frees
public sealed class MultVae : IIterativeRecommender
#pragma warning restore CA1001
{
    private readonly MultVaeOptions _options;
    private MultVaeNet _net = MultVaeNet.Empty;
    private MultVaeTraining? _training;

    /// <summary>A model that is not yet fitted.</summary>
    public MultVae(MultVaeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <inheritdoc/>
    public int Items => _net.Items;

    /// <inheritdoc/>
    public int Epochs => _options.Epochs;

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
        if (train.Items.Count == 0)
        {
            _net = MultVaeNet.Empty;
            return;
        }
        _training = new MultVaeTraining(_options, train.ByUser, context);
        _net = _training.Net();
    }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The loss is not finite any more.</exception>
    public void RunEpoch(int epoch)
    {
        if (_training is null) return;
        _training.Run(epoch);
        _net = _training.Net();
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores) => _net.Score(users, scores);

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
        MultVaeNet loaded = MultVaeNet.Load(state, _options);
        EndTraining();
        _net = loaded;
    }

    private void EndTraining()
    {
        _training?.Dispose();
        _training = null;
    }

    private void Forget()
    {
        EndTraining();
        _net = MultVaeNet.Empty;
    }
}
