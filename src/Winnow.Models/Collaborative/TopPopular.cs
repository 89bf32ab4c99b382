using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="TopPopular"/>; there are none.</summary>
public sealed record TopPopularOptions : RecommenderOptions
{
    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new TopPopular();
}

/// <summary>The most popular items for everybody: score(u, i) = number of users that took i.</summary>
/// <remarks>The baseline of baselines (Cremonesi, Koren and Turrin, RecSys 2010, section 3.1).</remarks>
public sealed class TopPopular : ITopNRecommender
{
    private float[] _popularity = [];

    /// <inheritdoc/>
    public int Items => _popularity.Length;

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        _popularity = [];
        context.Cancel.ThrowIfCancellationRequested();
        CsrMatrix byItem = train.ByItem;
        float[] popularity = new float[byItem.Rows];
        for (int item = 0; item < popularity.Length; item++) popularity[item] = byItem.RowLength(item);
        _popularity = popularity;
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores)
    {
        for (int i = 0; i < users.Count; i++) _popularity.CopyTo(scores.Row(i));
    }

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Put("popularity", _popularity);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _popularity = state.Floats("popularity");
    }
}
