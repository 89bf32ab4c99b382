namespace Winnow.Evaluation;

/// <summary>Metrics of ranked lists. Of one user: L is his list cut at k, h the hits in it, r₁ &lt; r₂ &lt; … their ranks from 1, n his
/// relevant items. Over users: the mean over those with a relevant item.</summary>
public enum TopNMetric
{
    /// <summary>1 if h &gt; 0, else 0.</summary>
    HitRate,

    /// <summary>h: the number of hits, which the study calls hit rate.</summary>
    Hits,

    /// <summary>h / k.</summary>
    Precision,

    /// <summary>h / |L|; 0 for an empty list.</summary>
    PrecisionList,

    /// <summary>h / n.</summary>
    Recall,

    /// <summary>h / min(k, n), so that a perfect list has 1.</summary>
    RecallMin,

    /// <summary>Average precision Σⱼ (j / rⱼ) / min(n, k).</summary>
    Map,

    /// <summary>Σⱼ (j / rⱼ) / min(n, |L|).</summary>
    MapList,

    /// <summary>Σⱼ (j / rⱼ) / n.</summary>
    MapAll,

    /// <summary>Σⱼ (j / rⱼ) / k.</summary>
    MapCutoff,

    /// <summary>Σⱼ (j / rⱼ) / h; 0 without a hit.</summary>
    MapHits,

    /// <summary>1 / r₁; 0 without a hit.</summary>
    Mrr,

    /// <summary>Σⱼ 1 / rⱼ, the average reciprocal hit rank.</summary>
    ReciprocalHits,

    /// <summary>Σⱼ 1 / log₂(rⱼ + 1) over Σ 1 / log₂(i + 1), i = 1 … min(n, k): the best possible list has 1.</summary>
    Ndcg,

    /// <summary>As <see cref="Ndcg"/>, the ideal running to n even beyond the cut.</summary>
    NdcgIdealAll,

    /// <summary>As <see cref="Ndcg"/>, the ideal running to h only: hits missed cost nothing.</summary>
    NdcgRetrieved,

    /// <summary>Probability that a relevant candidate scores above one that is not, ties one half; over all candidates, so the same at
    /// every cut-off. Users whose candidates are all relevant are left out.</summary>
    Auc,

    /// <summary>Share of the catalogue that is in at least one list.</summary>
    ItemCoverage,

    /// <summary>Gini index of how often items are in lists: Σᵢ (2i − N − 1) c₍ᵢ₎ / (N Σ c) with c ascending; 0: all equally often.</summary>
    Gini,

    /// <summary>2 Σᵢ ((N + 1 − i) / (N + 1)) c₍ᵢ₎ / Σ c with c ascending, the study's diversity; near 1: all equally often.</summary>
    GiniDiversity,

    /// <summary>Shannon entropy of the items in lists: −Σ pᵢ log₂ pᵢ, pᵢ = cᵢ / Σ c; in bits.</summary>
    Entropy,

    /// <summary>1 − Σ pᵢ².</summary>
    Herfindahl,

    /// <summary>1 − the mean share of items that the lists of two users have in common: 1 − Σ cᵢ (cᵢ − 1) / (k U (U − 1)).</summary>
    InterListDiversity,

    /// <summary>Mean over the list of the share of training users that took an item.</summary>
    AveragePopularity,

    /// <summary>Mean over the list of −log₂ of that share; an item that nobody took counts as taken by one.</summary>
    Novelty,

    /// <summary>1 − mean cosine of two items of a list, by the vectors of <see cref="TopNOptions.ItemVectors"/>; an item without vector is
    /// unlike all others. Lists of fewer than two items are left out.</summary>
    IntraListDiversity,
}
