using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings that all neighbourhood models share.</summary>
public abstract record NeighbourhoodOptions : RecommenderOptions
{
    /// <summary>How columns are compared. Default cosine.</summary>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>Neighbours that are kept of each, at least 1. Default 100.</summary>
    public int TopK { get; init; } = 100;

    /// <summary>Which of equally similar neighbours are kept where <see cref="TopK"/> cuts between them. Default those with the lower numbers; the other
    /// way is that of the RecSys 2019 study, whose figures depend on it by up to 0.0015.</summary>
    public EqualElements EqualNeighbours { get; init; }

    /// <summary>Shrinkage h ≥ 0: added to the denominator, so that similarities which rest on little are small. Default 0.</summary>
    public float Shrink { get; init; }

    /// <summary>Whether the cosine divides by the norms. The other similarities always normalise. Default true.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>How entries are weighted before they are compared; Dice, Jaccard and Tversky look at presence alone. Default none.</summary>
    public FeatureWeighting FeatureWeighting { get; init; }

    /// <summary>α of the asymmetric cosine, in [0, 2]. Default 0.5, the symmetric cosine.</summary>
    public float AsymmetricAlpha { get; init; } = 0.5f;

    /// <summary>α of Tversky, in [0, 2]. Default 1; with β = 1 it is Jaccard.</summary>
    public float TverskyAlpha { get; init; } = 1;

    /// <summary>β of Tversky, in [0, 2]. Default 1.</summary>
    public float TverskyBeta { get; init; } = 1;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (!Enum.IsDefined(Similarity)) yield return $"Similarity {Similarity} is unknown";
        if (!Enum.IsDefined(FeatureWeighting)) yield return $"FeatureWeighting {FeatureWeighting} is unknown";
        if (!Enum.IsDefined(EqualNeighbours)) yield return $"EqualNeighbours {EqualNeighbours} is unknown";
        if (TopK < 1) yield return $"TopK {TopK} must be at least 1";
        if (!(Shrink >= 0 && float.IsFinite(Shrink))) yield return $"Shrink {Shrink} must be a finite number, not negative";
        if (AsymmetricAlpha is not (>= 0 and <= 2)) yield return $"AsymmetricAlpha {AsymmetricAlpha} must lie in [0, 2]";
        if (TverskyAlpha is not (>= 0 and <= 2)) yield return $"TverskyAlpha {TverskyAlpha} must lie in [0, 2]";
        if (TverskyBeta is not (>= 0 and <= 2)) yield return $"TverskyBeta {TverskyBeta} must lie in [0, 2]";
    }
}
