using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A recommender that is a sparse matrix W of items × items: score(u) = Σ over the history of u of r_ul W[l, ·].</summary>
/// <remarks>Only the history is needed, so users that were not trained on are scored like all others.</remarks>
public abstract class SparseItemRecommender : ITopNRecommender
{
    private static readonly SparseItemScorer s_unfitted = new(new CsrMatrix(0, 0, [0], []));

    private SparseItemScorer _scorer = s_unfitted;

    /// <inheritdoc/>
    public int Items => _scorer.Weights.Rows;

    /// <summary>The matrix W; row l holds what an interaction with item l adds to the scores of the others.</summary>
    /// <remarks>Empty until the model is fitted.</remarks>
    public CsrMatrix Weights => _scorer.Weights;

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        _scorer = s_unfitted;
        Forget();
        context.Cancel.ThrowIfCancellationRequested();
        _scorer = new SparseItemScorer(Learn(train, context));
    }

    /// <inheritdoc/>
    public virtual void Score(UserBlock users, MatrixView scores)
    {
        CheckShape(users, scores);
        _scorer.Score(new RawProfiles(users), scores);
    }

    /// <inheritdoc/>
    public virtual void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Put("weights", _scorer.Weights);
    }

    /// <inheritdoc/>
    public virtual void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CsrMatrix weights = state.Matrix("weights");
        if (weights.Rows != weights.Cols) throw new InvalidDataException($"Matrix 'weights' of the saved model is {weights.Rows} × {weights.Cols}; expected items × items.");
        _scorer = new SparseItemScorer(weights);
    }

    /// <summary>Learns the matrix W.</summary>
    /// <param name="train">The interactions.</param>
    /// <param name="context">Threads, seed, progress, cancellation.</param>
    protected abstract CsrMatrix Learn(Interactions train, FitContext context);

    /// <summary>Drops what was learnt beside the matrix W.</summary>
    private protected virtual void Forget()
    {
    }

    private protected void Score(WeightedProfiles profiles, MatrixView scores) => _scorer.Score(profiles, scores);

    private protected void CheckShape(UserBlock users, MatrixView scores)
    {
        if (scores.Rows != users.Count || scores.Cols != _scorer.Weights.Rows)
            throw new ArgumentException($"Scores of {scores.Rows} × {scores.Cols} came for {users.Count} users and {Items} items; a model has items once it is fitted or loaded.", nameof(scores));
    }
}
