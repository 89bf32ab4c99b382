namespace Winnow.Evaluation;

/// <summary>What metrics are called and how they are defined, for tables.</summary>
public static class MetricNames
{
    /// <summary>Name of a metric; variants carry what differs in brackets.</summary>
    public static string Of(TopNMetric metric) => Describe(metric).Name;

    /// <summary>Definition of a metric in one line. h hits in the list L cut at k, their ranks r, n relevant items.</summary>
    public static string Formula(TopNMetric metric) => Describe(metric).Formula;

    /// <summary>Whether more is better; null where neither is.</summary>
    public static bool? HigherIsBetter(TopNMetric metric) => metric switch
    {
        <= TopNMetric.Auc or TopNMetric.ItemCoverage => true,
        _ => null,
    };

    /// <summary>Whether the metric has a value for one user; else it is one of all lists together.</summary>
    public static bool IsPerUser(TopNMetric metric) => metric is <= TopNMetric.Auc or >= TopNMetric.AveragePopularity;

    private static (string Name, string Formula) Describe(TopNMetric metric) => metric switch
    {
        TopNMetric.HitRate => ("HR", "1 if h > 0, else 0"),
        TopNMetric.Hits => ("Hits", "h"),
        TopNMetric.Precision => ("Precision", "h / k"),
        TopNMetric.PrecisionList => ("Precision[/|L|]", "h / |L|"),
        TopNMetric.Recall => ("Recall", "h / n"),
        TopNMetric.RecallMin => ("Recall[/min(k,n)]", "h / min(k, n)"),
        TopNMetric.Map => ("MAP", "Σ precision at each hit / min(n, k)"),
        TopNMetric.MapList => ("MAP[/min(n,|L|)]", "Σ precision at each hit / min(n, |L|)"),
        TopNMetric.MapAll => ("MAP[/n]", "Σ precision at each hit / n"),
        TopNMetric.MapCutoff => ("MAP[/k]", "Σ precision at each hit / k"),
        TopNMetric.MapHits => ("MAP[/h]", "Σ precision at each hit / h"),
        TopNMetric.Mrr => ("MRR", "1 / rank of the first hit"),
        TopNMetric.ReciprocalHits => ("ARHR", "Σ 1 / r"),
        TopNMetric.Ndcg => ("NDCG", "Σ 1 / log₂(r + 1), over that of min(n, k) hits at the top"),
        TopNMetric.NdcgIdealAll => ("NDCG[ideal=all]", "Σ 1 / log₂(r + 1), over that of n hits at the top"),
        TopNMetric.NdcgRetrieved => ("NDCG[ideal=hits]", "Σ 1 / log₂(r + 1), over that of h hits at the top"),
        TopNMetric.Auc => ("AUC", "P(relevant scores above not relevant), ties one half, all candidates"),
        TopNMetric.ItemCoverage => ("Coverage", "share of the catalogue in at least one list"),
        TopNMetric.Gini => ("Gini", "Gini index of how often items are in lists; 0: all equally"),
        TopNMetric.GiniDiversity => ("Gini[diversity]", "2 Σ (N + 1 − i) c₍ᵢ₎ / ((N + 1) Σ c), c ascending; 1: all equally"),
        TopNMetric.Entropy => ("Entropy", "−Σ p log₂ p, p = share of an item in all lists"),
        TopNMetric.Herfindahl => ("Herfindahl", "1 − Σ p²"),
        TopNMetric.InterListDiversity => ("Inter-list diversity", "1 − mean share of items that two users' lists have in common"),
        TopNMetric.AveragePopularity => ("Popularity", "mean share of training users that took a listed item"),
        TopNMetric.Novelty => ("Novelty", "mean −log₂ of the share of training users that took a listed item"),
        TopNMetric.IntraListDiversity => ("Diversity", "1 − mean cosine of two items of a list"),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric."),
    };
}
