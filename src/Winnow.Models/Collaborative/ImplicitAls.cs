using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>How a strength r becomes a confidence c.</summary>
public enum ConfidenceScaling
{
    /// <summary>c = 1 + α r.</summary>
    Linear,

    /// <summary>c = 1 + α ln(1 + r / ε). On implicit feedback the same as linear with α ln(1 + 1/ε).</summary>
    Log,
}

/// <summary>The settings of <see cref="ImplicitAls"/>.</summary>
public sealed record ImplicitAlsOptions : RecommenderOptions
{
    /// <summary>Length of the vectors, at least 1. Default 50.</summary>
    public int Factors { get; init; } = 50;

    /// <summary>How strengths become confidences. Default <see cref="ConfidenceScaling.Linear"/>.</summary>
    public ConfidenceScaling Scaling { get; init; }

    /// <summary>α: how much more a taken item counts than one not taken, positive. Default 10.</summary>
    public double Alpha { get; init; } = 10;

    /// <summary>ε of the logarithmic scaling, positive. Default 1.</summary>
    public double Epsilon { get; init; } = 1;

    /// <summary>λ, positive; the same for every row, however many events it has. Default 1e-3.</summary>
    public double L2 { get; init; } = 1e-3;

    /// <summary>Passes, each over all users and then all items, at least 1. Default 15.</summary>
    public int Epochs { get; init; } = 15;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new ImplicitAls(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Factors < 1) yield return $"{nameof(Factors)} is {Factors}, it must be at least 1";
        if (!Enum.IsDefined(Scaling)) yield return $"{nameof(Scaling)} is {(int)Scaling}, which is no scaling";
        if (!(Alpha > 0 && double.IsFinite(Alpha))) yield return $"{nameof(Alpha)} is {Alpha}, it must be positive";
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) yield return $"{nameof(Epsilon)} is {Epsilon}, it must be positive";
        if (!(L2 > 0 && double.IsFinite(L2))) yield return $"{nameof(L2)} is {L2}, it must be positive";
        if (Epochs < 1) yield return $"{nameof(Epochs)} is {Epochs}, it must be at least 1";
    }
}

/// <summary>Matrix factorisation for implicit feedback by alternating least squares (iALS, also WMF).</summary>
/// <remarks>
/// Hu, Koren and Volinsky, ICDM 2008. Minimises Σ_ui c_ui (p_ui − x_u·y_i)² + λ (Σ‖x_u‖² + Σ‖y_i‖²), p_ui = 1 where u took i, over all pairs.
/// A pass solves equation 4 for every user, x_u = (YᵀY + Σᵢ (c_ui − 1) yᵢyᵢᵀ + λI)⁻¹ Σᵢ c_ui yᵢ, then equation 5 for every item, exactly:
/// YᵀY once a half pass, Cholesky in float64 a row. Items start uniform in [0, 1/√f); users need no start. A user or item without
/// events is left out; its vector stays as it began, zero for users. A user that was not trained on gets the solution of his own equation.
/// <para>O(events · f² + (users + items) · f³) a pass, all rows in parallel; the same bytes for any number of threads.</para>
/// </remarks>
public sealed class ImplicitAls : IIterativeRecommender, ITowerModel
{
    private readonly ImplicitAlsOptions _options;
    private LatentFactors _factors = LatentFactors.Empty;
    private Solver _foldIn;
    private Training? _training;

    /// <summary>A model that is not yet fitted.</summary>
    public ImplicitAls(ImplicitAlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _foldIn = new Solver(options, _factors.Items, []);
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
        _training = new Training(train.ByUser, train.ByItem, context.Team);
        _factors = new LatentFactors(train.Users.Count, train.Items.Count, _options.Factors);
        new RandomStream(context.Seed, "implicitAls").Fork("items").FillUniform(_factors.Items.Values, 0, 1 / MathF.Sqrt(_options.Factors));
        PrepareToScore(context.Team);
    }

    /// <inheritdoc/>
    public void RunEpoch(int epoch)
    {
        Training training = _training ?? throw new InvalidOperationException("Call Begin before RunEpoch.");
        SolveAll(training.ByUser, _factors.Items, _factors.Users, training.Team);
        SolveAll(training.ByItem, _factors.Users, _factors.Items, training.Team);
        _factors.ItemsChanged();
        PrepareToScore(training.Team);
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores) => _factors.Score(users, scores, _foldIn);

    /// <inheritdoc/>
    public void ItemVectors(MatrixView vectors) => _factors.ItemVectors(vectors);

    /// <inheritdoc/>
    /// <remarks>Of a trained user what was learnt, whatever his history; of another one what is made of his history, in any order.</remarks>
    public void UserVector(int user, ReadOnlySpan<int> history, Span<float> vector) => _factors.UserVector(user, history, vector, _foldIn);

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
        PrepareToScore(WorkerTeam.Single);
    }

    private void Forget()
    {
        _training = null;
        _factors = LatentFactors.Empty;
        PrepareToScore(WorkerTeam.Single);
    }

    private void PrepareToScore(WorkerTeam team) => _foldIn = new Solver(_options, _factors.Items, Gram.Of(_factors.Items, team));

    private void SolveAll(CsrMatrix events, PinnedMatrix known, PinnedMatrix wanted, WorkerTeam team)
    {
        HalfPass job = new() { Events = events, Wanted = wanted, Solver = new Solver(_options, known, Gram.Of(known, team)) };
        team.Run(ref job, (events.Rows + HalfPass.ChunkRows - 1) / HalfPass.ChunkRows);
    }

    private sealed record Training(CsrMatrix ByUser, CsrMatrix ByItem, WorkerTeam Team);

    private struct HalfPass : IParallelJob
    {
        public const int ChunkRows = 16;        // few, because the rows of popular items take long

        public CsrMatrix Events;
        public PinnedMatrix Wanted;
        public Solver Solver;

        public readonly void Run(int chunk)
        {
            for (int row = chunk * ChunkRows; row < Math.Min(Events.Rows, (chunk + 1) * ChunkRows); row++)
                if (Events.RowLength(row) > 0) Solver.FoldIn(Events.Row(row), Events.RowValues(row), Wanted.Row(row));
        }
    }

    /// <summary>Solves the equation of one row against the vectors of the other side.</summary>
    private readonly struct Solver(ImplicitAlsOptions options, PinnedMatrix vectors, double[] gram) : IFoldIn
    {
        public void FoldIn(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> vector)
        {
            if (history.IsEmpty)
            {
                vector.Clear();
                return;
            }
            using NormalEquations equations = new(vectors.Cols);
            equations.Reset(gram);
            equations.AddToDiagonal(options.L2);
            if (values.IsEmpty) equations.Add(vectors, history, new SameWeight(Confidence(1)));
            else equations.Add(vectors, history, new OwnWeights(this, values));
            equations.Solve();
            for (int d = 0; d < vector.Length; d++) vector[d] = (float)equations.Vector[d];
        }

        public double Confidence(double strength) => options.Scaling == ConfidenceScaling.Linear
            ? 1 + options.Alpha * strength
            : 1 + options.Alpha * Math.Log(1 + strength / options.Epsilon);
    }

    private readonly ref struct OwnWeights(Solver solver, ReadOnlySpan<float> strengths) : IOuterWeight
    {
        private readonly ReadOnlySpan<float> _strengths = strengths;

        public (double Matrix, double RightSide) Of(int j)
        {
            double confidence = solver.Confidence(_strengths[j]);
            return (confidence - 1, confidence);
        }
    }

    private readonly struct SameWeight(double confidence) : IOuterWeight
    {
        public (double Matrix, double RightSide) Of(int j) => (confidence - 1, confidence);
    }
}
