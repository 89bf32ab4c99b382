using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>The settings of <see cref="BprMf"/>.</summary>
public sealed record BprMfOptions : RecommenderOptions
{
    /// <summary>Length of the vectors, at least 1. Default 64.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>Passes, at least 1. Default 50.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Triples whose gradients are averaged for one step, at least 1. Default 1.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Step size η, positive. Default 0.05.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>λ of users, not negative. Default 0.0025.</summary>
    public double UserL2 { get; init; } = 0.0025;

    /// <summary>λ of the item that was taken, not negative. Default 0.0025.</summary>
    public double PositiveL2 { get; init; } = 0.0025;

    /// <summary>λ of the item that was not taken, not negative. Default 0.00025.</summary>
    public double NegativeL2 { get; init; } = 0.00025;

    /// <summary>How gradients become steps; the state is kept for each number of each vector. Default <see cref="PairwiseRule.Sgd"/>.</summary>
    public PairwiseRule Rule { get; init; }

    /// <summary>How triples are drawn. Default <see cref="PairwiseSampling.ByEvent"/>.</summary>
    public PairwiseSampling Sampling { get; init; }

    /// <summary>Standard deviation of the vectors at the beginning, positive. Default 0.1.</summary>
    public double InitialDeviation { get; init; } = 0.1;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new BprMf(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Factors < 1) yield return $"{nameof(Factors)} is {Factors}, it must be at least 1";
        if (Epochs < 1) yield return $"{nameof(Epochs)} is {Epochs}, it must be at least 1";
        if (BatchSize < 1) yield return $"{nameof(BatchSize)} is {BatchSize}, it must be at least 1";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) yield return $"{nameof(LearningRate)} is {LearningRate}, it must be positive";
        if (!(UserL2 >= 0 && double.IsFinite(UserL2))) yield return $"{nameof(UserL2)} is {UserL2}, it must not be negative";
        if (!(PositiveL2 >= 0 && double.IsFinite(PositiveL2))) yield return $"{nameof(PositiveL2)} is {PositiveL2}, it must not be negative";
        if (!(NegativeL2 >= 0 && double.IsFinite(NegativeL2))) yield return $"{nameof(NegativeL2)} is {NegativeL2}, it must not be negative";
        if (!Enum.IsDefined(Rule)) yield return $"{nameof(Rule)} is {(int)Rule}, which is no rule";
        if (!Enum.IsDefined(Sampling)) yield return $"{nameof(Sampling)} is {(int)Sampling}, which is no way to draw";
        if (!(InitialDeviation > 0 && double.IsFinite(InitialDeviation))) yield return $"{nameof(InitialDeviation)} is {InitialDeviation}, it must be positive";
    }
}

/// <summary>Matrix factorisation that learns to rank what a user took above what he did not (BPR-MF).</summary>
/// <remarks>
/// Rendle, Freudenthaler, Gantner and Schmidt-Thieme, UAI 2009, figure 4 and section 4.3.1. For triples (u, i, j) ascends
/// ln σ(x_u·(y_i − y_j)) − λ_u/2 ‖x_u‖² − λ_i/2 ‖y_i‖² − λ_j/2 ‖y_j‖². A batch averages the gradients of its triples, penalties included,
/// and steps once. The RecSys 2019 study draws <see cref="PairwiseSampling.ByUser"/> and has λ_u = 0; its
/// last batch of a pass is a full one. A user without events scores all items alike; one that was not trained on gets the mean of the
/// vectors of his items, Σ y_i / √n.
/// <para>Each step starts from the result of the step before: one chain, run by one thread, with vector instructions inside.
/// O(f) a triple; the same bytes for any number of threads, because there is only one.</para>
/// </remarks>
public sealed class BprMf : IIterativeRecommender, ITowerModel
{
    private readonly BprMfOptions _options;
    private LatentFactors _factors = LatentFactors.Empty;
    private BprSteps? _training;

    /// <summary>A model that is not yet fitted.</summary>
    public BprMf(BprMfOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <inheritdoc/>
    public int Items => _factors.Items.Rows;

    /// <inheritdoc/>
    public int Dimension => _factors.Count;

    /// <inheritdoc/>
    public VectorMetric Metric => VectorMetric.InnerProduct;

    /// <inheritdoc/>
    public int Epochs => _options.Epochs;

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        EpochLoop.Run(this, train, context, Forget);
        _training = null;
    }

    /// <inheritdoc/>
    public void Begin(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        RandomStream random = new(context.Seed, "bprMf");
        _factors = new LatentFactors(train.Users.Count, train.Items.Count, _options.Factors);
        random.Fork("users").FillNormal(_factors.Users.Values, 0, (float)_options.InitialDeviation);
        random.Fork("items").FillNormal(_factors.Items.Values, 0, (float)_options.InitialDeviation);
        for (int user = 0; user < train.Users.Count; user++)
            if (train.ByUser.RowLength(user) == 0) _factors.Users.Row(user).Clear();
        _training = new BprSteps(_options, train.ByUser, _factors, random.Fork("triples"));
    }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The vectors grew beyond all bounds.</exception>
    public void RunEpoch(int epoch)
    {
        BprSteps training = _training ?? throw new InvalidOperationException("Call Begin before RunEpoch.");
        training.Run(epoch);
        _factors.ItemsChanged();
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores) => _factors.Score(users, scores, new MeanItemFactors(_factors.Items));

    /// <inheritdoc/>
    public void ItemVectors(MatrixView vectors) => _factors.ItemVectors(vectors);

    /// <inheritdoc/>
    /// <remarks>Of a trained user what was learnt, whatever his history; of another one what is made of his history, in any order.</remarks>
    public void UserVector(int user, ReadOnlySpan<int> history, Span<float> vector) => _factors.UserVector(user, history, vector, new MeanItemFactors(_factors.Items));

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _factors.Save(state);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _factors = LatentFactors.Load(state);
    }

    private void Forget()
    {
        _training = null;
        _factors = LatentFactors.Empty;
    }
}
