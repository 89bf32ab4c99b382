using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Which users count as neighbours of a user.</summary>
public enum NeighbourDirection
{
    /// <summary>Those that have him among their own K nearest: the row of W, W being cut by columns. The published figures are of this
    /// kind, and better; a user may have more or fewer than K neighbours.</summary>
    ThatChooseHim,

    /// <summary>His own K nearest, as textbooks have it.</summary>
    HeChooses,
}

/// <summary>The settings of <see cref="UserKnn"/>.</summary>
public sealed record UserKnnOptions : NeighbourhoodOptions
{
    /// <summary>What of a neighbour enters the score, raw or weighted interactions. Default raw.</summary>
    public UserProfile Profile { get; init; }

    /// <summary>Which users count as neighbours. Default those that choose him.</summary>
    public NeighbourDirection Neighbours { get; init; }

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new UserKnn(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (!Enum.IsDefined(Profile)) yield return $"Profile {Profile} is unknown";
        if (!Enum.IsDefined(Neighbours)) yield return $"Neighbours {Neighbours} is unknown";
    }
}

/// <summary>User neighbours: score(u, i) = Σ over the neighbours v of u of s(u, v) r_vi.</summary>
/// <remarks>Resnick et al., CSCW 1994, for implicit feedback and without centring, as in Ferrari Dacrema et al., ACM TOIS 39(2), 2021.
/// Users that were not trained on have no neighbours: all their scores are 0. Fitting costs O(Σ_i n_i²) over the users of items.</remarks>
public sealed class UserKnn(UserKnnOptions options) : ITopNRecommender
{
    private static readonly CsrMatrix s_empty = new(0, 0, [0], []);

    private CsrMatrix _neighbours = s_empty;     // [users, users], row u: the neighbours v of u
    private CsrMatrix _profiles = s_empty;       // [users, items]

    /// <inheritdoc/>
    public int Items => _profiles.Cols;

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        (_neighbours, _profiles) = (s_empty, s_empty);
        context.Cancel.ThrowIfCancellationRequested();
        TermWeights weights = new(options.FeatureWeighting, train.ByItem);
        CsrMatrix nearest = weights.FindNeighboursOfTerms(train.ByItem, train.ByUser, options, context);
        _neighbours = options.Neighbours == NeighbourDirection.ThatChooseHim ? nearest.Transpose(context.Team) : nearest;
        _profiles = options.Profile == UserProfile.Weighted ? weights.Apply(train.ByItem).Transpose(context.Team) : train.ByUser;
    }

    /// <inheritdoc/>
    public unsafe void Score(UserBlock users, MatrixView scores)
    {
        if (scores.Rows != users.Count || scores.Cols != Items)
            throw new ArgumentException($"Scores of {scores.Rows} × {scores.Cols} came for {users.Count} users and {Items} items; a model has items once it is fitted or loaded.", nameof(scores));
        scores.Clear();
        for (int i = 0; i < users.Count; i++)
        {
            int user = users.User(i);
            if (user < 0 || user >= _neighbours.Rows) continue;
            SparseItemScorer.Scatter(_profiles, _neighbours.Row(user), _neighbours.RowValues(user), scores.RowPointer(i));
        }
    }

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Put("neighbours", _neighbours);
        state.Put("profiles", _profiles);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CsrMatrix neighbours = state.Matrix("neighbours"), profiles = state.Matrix("profiles");
        if (neighbours.Rows != profiles.Rows || neighbours.Cols != profiles.Rows)
            throw new InvalidDataException($"Matrix 'neighbours' of the saved model is {neighbours.Rows} × {neighbours.Cols}, but it has {profiles.Rows} profiles.");
        (_neighbours, _profiles) = (neighbours, profiles);
    }
}
