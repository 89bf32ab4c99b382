using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="ItemKnn"/>.</summary>
public sealed record ItemKnnOptions : NeighbourhoodOptions
{
    /// <summary>What of a user enters the score, raw or weighted interactions. Default raw.</summary>
    public UserProfile Profile { get; init; }

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new ItemKnn(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (!Enum.IsDefined(Profile)) yield return $"Profile {Profile} is unknown";
    }
}

/// <summary>Item neighbours: score(u, i) = Σ over the items l that u took and that are among the K nearest of i, of r_ul s(l, i).</summary>
/// <remarks>Sarwar et al., WWW 2001; Deshpande and Karypis, ACM TOIS 22(1), 2004, section 4, without their normalisation of the sum;
/// similarities and weights as in Ferrari Dacrema et al., ACM TOIS 39(2), 2021. Fitting costs O(Σ_u n_u²).</remarks>
public sealed class ItemKnn(ItemKnnOptions options) : SparseItemRecommender
{
    private TermWeights? _profileWeights;        // belongs to the matrix that was learnt last

    private bool WeighsProfiles => options.Profile == UserProfile.Weighted && options.FeatureWeighting != FeatureWeighting.None;

    /// <inheritdoc/>
    protected override CsrMatrix Learn(Interactions train, FitContext context)
    {
        TermWeights weights = new(options.FeatureWeighting, train.ByItem);
        CsrMatrix nearest = weights.FindNeighboursOfDocuments(train.ByItem, options, context);
        _profileWeights = WeighsProfiles ? weights : null;
        return nearest.Transpose(context.Team);
    }

    private protected override void Forget() => _profileWeights = null;

    /// <inheritdoc/>
    public override void Score(UserBlock users, MatrixView scores)
    {
        if (_profileWeights is null)
        {
            base.Score(users, scores);
            return;
        }
        CheckShape(users, scores);
        Score(new WeightedProfiles(users, _profileWeights), scores);
    }

    /// <inheritdoc/>
    public override void Save(RecommenderState state)
    {
        base.Save(state);
        if (_profileWeights is not null) state.Put("lengthFactor", _profileWeights.LengthFactor);
    }

    /// <inheritdoc/>
    public override void Load(RecommenderState state)
    {
        base.Load(state);
        _profileWeights = WeighsProfiles ? new TermWeights(options.FeatureWeighting, state.Floats("lengthFactor")) : null;
    }
}
