using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="P3Alpha"/>.</summary>
public sealed record P3AlphaOptions : RecommenderOptions
{
    /// <summary>Items kept of each row, and then of each column, at least 1. Default 100.</summary>
    public int TopK { get; init; } = 100;

    /// <summary>Power of the transition probabilities, not negative. Default 1.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>Whether the kept entries of a row are scaled to the sum 1. Default false.</summary>
    public bool Normalize { get; init; }

    /// <summary>Whether walks are added in float32, and equal ones cut as numpy sorts them, as in the code of the RecSys 2019 study, whose figures
    /// depend on it by up to 0.0014; several times slower. Default false.</summary>
    public bool AsStudied { get; init; }

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new P3Alpha(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() => RandomWalk.Faults(TopK, Alpha, beta: 0);
}

/// <summary>Walks of three steps, user → item → user → item, with transition probabilities to the power α.</summary>
/// <remarks>S_ij = Σ_u p(u | i)ᵅ p(j | u)ᵅ, i ≠ j; of each row the K largest are kept, then, if wanted, rows are scaled to the sum 1,
/// then of each column the K largest are kept; score(u) = r_u S. Cooper, Lee, Radzik and Siantos, WWW 2014 companion, section 3;
/// the cuts as in Ferrari Dacrema et al., ACM TOIS 39(2), 2021. Fitting costs O(Σ_u n_u²).</remarks>
public sealed class P3Alpha(P3AlphaOptions options) : SparseItemRecommender
{
    /// <inheritdoc/>
    protected override CsrMatrix Learn(Interactions train, FitContext context) =>
        RandomWalk.Learn(train, options.TopK, options.Alpha, beta: 0, options.Normalize, options.AsStudied, context);
}
