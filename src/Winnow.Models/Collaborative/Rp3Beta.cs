using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="Rp3Beta"/>.</summary>
public sealed record Rp3BetaOptions : RecommenderOptions
{
    /// <summary>Items kept of each row, and then of each column, at least 1. Default 100.</summary>
    public int TopK { get; init; } = 100;

    /// <summary>Power of the transition probabilities, not negative. Default 1.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>Power of the popularity that the score is divided by, not negative. Default 0.6.</summary>
    public float Beta { get; init; } = 0.6f;

    /// <summary>Whether the kept entries of a row are scaled to the sum 1. Default false.</summary>
    public bool Normalize { get; init; }

    /// <summary>Whether walks are added in float32, and equal ones cut as numpy sorts them, as in the code of the RecSys 2019 study, whose figures
    /// depend on it by up to 0.0014; several times slower. Default false.</summary>
    public bool AsStudied { get; init; }

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new Rp3Beta(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() => RandomWalk.Faults(TopK, Alpha, Beta);
}

/// <summary>As <see cref="P3Alpha"/>, the walk's score divided by the popularity of the item it ends at, to the power β.</summary>
/// <remarks>S_ij = Σ_u p(u | i)ᵅ p(j | u)ᵅ / n_jᵝ. Paudel, Christoffel, Newell and Bernstein, ACM TiiS 7(1), 2017, equation 6 (Christoffel et
/// al., RecSys 2015). Cuts and cost as for <see cref="P3Alpha"/>.</remarks>
public sealed class Rp3Beta(Rp3BetaOptions options) : SparseItemRecommender
{
    /// <inheritdoc/>
    protected override CsrMatrix Learn(Interactions train, FitContext context) =>
        RandomWalk.Learn(train, options.TopK, options.Alpha, options.Beta, options.Normalize, options.AsStudied, context);
}
