using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="SlimBpr"/>.</summary>
public sealed record SlimBprOptions : RecommenderOptions
{
    /// <summary>Similarities kept of an item, at least 1. Default 200.</summary>
    public int TopK { get; init; } = 200;

    /// <summary>Passes, at least 1. Default 100.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Whether S is symmetric: half the memory, and a step for (i, l) is one for (l, i). Default true.</summary>
    public bool Symmetric { get; init; } = true;

    /// <summary>Step size η, positive. Default 0.05.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>λ of the similarities of the item that was taken, not negative. Default 0.0025.</summary>
    public double PositiveL2 { get; init; } = 0.0025;

    /// <summary>λ of the similarities of the item that was not taken, not negative. Default 0.00025.</summary>
    public double NegativeL2 { get; init; } = 0.00025;

    /// <summary>How gradients become steps, with one accumulator an item. Default <see cref="PairwiseRule.Adagrad"/>.</summary>
    public PairwiseRule Rule { get; init; } = PairwiseRule.Adagrad;

    /// <summary>How triples are drawn. Default <see cref="PairwiseSampling.ByEvent"/>.</summary>
    public PairwiseSampling Sampling { get; init; }

    /// <summary>Whether scores and selection follow the code of the RecSys 2019 study, which learns score(u, i) = Σ_l S_il but ranks by
    /// Σ_l S_li, and keeps K similarities of a row and then K of a column. Default false: ranks by what was learnt, keeps K of a row.</summary>
    public bool StudyOrientation { get; init; }

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new SlimBpr(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (TopK < 1) yield return $"{nameof(TopK)} is {TopK}, it must be at least 1";
        if (Epochs < 1) yield return $"{nameof(Epochs)} is {Epochs}, it must be at least 1";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) yield return $"{nameof(LearningRate)} is {LearningRate}, it must be positive";
        if (!(PositiveL2 >= 0 && double.IsFinite(PositiveL2))) yield return $"{nameof(PositiveL2)} is {PositiveL2}, it must not be negative";
        if (!(NegativeL2 >= 0 && double.IsFinite(NegativeL2))) yield return $"{nameof(NegativeL2)} is {NegativeL2}, it must not be negative";
        if (!Enum.IsDefined(Rule)) yield return $"{nameof(Rule)} is {(int)Rule}, which is no rule";
        if (!Enum.IsDefined(Sampling)) yield return $"{nameof(Sampling)} is {(int)Sampling}, which is no way to draw";
    }
}

/// <summary>A sparse linear model of item similarities that learns to rank what a user took above what he did not (SLIM-BPR).</summary>
/// <remarks>
/// Rendle et al., UAI 2009, section 4.3.2 (learned similarities), with a selection of the K largest as in Ning and Karypis, ICDM 2011.
/// score(u, i) = Σ S_il over the items l of u; S starts at 0. For a triple (u, i, j): g = σ(−(score(u, i) − score(u, j))); for every
/// l ≠ i of u S_il += η (g_i − λ_i S_il), for every l S_jl −= η (g_j − λ_j S_jl), where g_i and g_j are g put through the rule with the
/// accumulator of the item. Afterwards the K largest similarities of each row stay; zero ranks above what is negative in the symmetric
/// form, while the other form selects among what is not zero, as the RecSys 2019 study does. Users that were not trained on
/// are scored by their histories, as everybody is.
/// <para>Each step starts from the result of the step before: one chain, run by one thread; selection uses all. O(profile) a triple,
/// items² / 2 (symmetric) or items² numbers of memory while it learns. The same bytes for any number of threads.</para>
/// </remarks>
#pragma warning disable CA1001      // its training is freed when Fit ends or begins anew; what a caller leaves between passes a finaliser frees
public sealed class SlimBpr : IIterativeRecommender
#pragma warning restore CA1001
{
    private readonly SlimBprOptions _options;
    private readonly Lock _gate = new();
    private CsrMatrix _weights = NoWeights(0);
    private SlimBprSteps? _training;
    private WorkerTeam _team = WorkerTeam.Single;
    private bool _hasSelected = true;

    /// <summary>A model that is not yet fitted.</summary>
    public SlimBpr(SlimBprOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <inheritdoc/>
    public int Items => _weights.Rows;

    /// <inheritdoc/>
    public int Epochs => _options.Epochs;

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        EpochLoop.Run(this, train, context, Forget);
        Select();
        EndTraining();
    }

    /// <inheritdoc/>
    public void Begin(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        EndTraining();                              // its memory goes before the new one comes
        _training = new SlimBprSteps(_options, train.ByUser, train.ByItem, new RandomStream(context.Seed, "slimBpr"));
        (_weights, _team, _hasSelected) = (NoWeights(train.Items.Count), context.Team, true);
    }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The similarities grew beyond all bounds.</exception>
    public void RunEpoch(int epoch)
    {
        SlimBprSteps training = _training ?? throw new InvalidOperationException("Call Begin before RunEpoch.");
        training.Run(epoch);
        _hasSelected = false;
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores)
    {
        CsrMatrix weights = Select();
        for (int i = 0; i < users.Count; i++) Score(weights, users.History(i), users.HistoryValues(i), scores.Row(i));
    }

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Put("weights", Select());
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Forget();
        _weights = state.Matrix("weights");
    }

    private static CsrMatrix NoWeights(int items) => new(items, items, new int[items + 1], []);

    private static void Score(CsrMatrix weights, ReadOnlySpan<int> history, ReadOnlySpan<float> strengths, Span<float> scores)
    {
        scores.Clear();
        for (int i = 0; i < history.Length; i++)
        {
            ReadOnlySpan<int> items = weights.Row(history[i]);
            ReadOnlySpan<float> values = weights.RowValues(history[i]);
            float strength = strengths.IsEmpty ? 1 : strengths[i];
            for (int k = 0; k < items.Length; k++) scores[items[k]] += strength * values[k];
        }
    }

    /// <summary>Selection is dear and passes are cheap, so it waits until somebody looks.</summary>
    private CsrMatrix Select()
    {
        if (Volatile.Read(ref _hasSelected)) return _weights;
        lock (_gate)
        {
            if (_hasSelected) return _weights;
            _weights = SlimBprSelection.Of(_training!, _options, _team);
            Volatile.Write(ref _hasSelected, true);
            return _weights;
        }
    }

    private void EndTraining()
    {
        _training?.Dispose();
        (_training, _team) = (null, WorkerTeam.Single);
    }

    private void Forget()
    {
        EndTraining();
        (_weights, _hasSelected) = (NoWeights(0), true);
    }
}
