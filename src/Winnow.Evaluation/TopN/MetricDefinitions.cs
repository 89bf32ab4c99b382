namespace Winnow.Evaluation;

/// <summary>Which of the variants in use a plain metric name means.</summary>
/// <param name="Name">What to call the set beside results.</param>
/// <remarks>Recall and precision agree across libraries; hit rate, average precision and NDCG do not (Tamm, Damdinov and Vasilev,
/// RecSys 2021). Every variant has a name of its own and is always available; this only says what the short names stand for.</remarks>
public sealed record MetricDefinitions(string Name)
{
    /// <summary>Ideal and divisor cut at k, hit rate 0 or 1.</summary>
    public static MetricDefinitions Default { get; } = new("default");

    /// <summary>What the code of the RecSys 2019 study computes: hit rate is the number of hits, precision divides by the length of the
    /// list, average precision by min(n, |L|), the ideal of NDCG is not cut, and Gini is its diversity.</summary>
    public static MetricDefinitions Study2019 { get; } = new("study 2019")
    {
        HitRate = TopNMetric.Hits,
        Precision = TopNMetric.PrecisionList,
        Map = TopNMetric.MapList,
        Ndcg = TopNMetric.NdcgIdealAll,
        Gini = TopNMetric.GiniDiversity,
    };

    /// <summary>What <see cref="TopNMetric.HitRate"/> means.</summary>
    public TopNMetric HitRate { get; init; } = TopNMetric.HitRate;

    /// <summary>What <see cref="TopNMetric.Precision"/> means.</summary>
    public TopNMetric Precision { get; init; } = TopNMetric.Precision;

    /// <summary>What <see cref="TopNMetric.Recall"/> means.</summary>
    public TopNMetric Recall { get; init; } = TopNMetric.Recall;

    /// <summary>What <see cref="TopNMetric.Map"/> means.</summary>
    public TopNMetric Map { get; init; } = TopNMetric.Map;

    /// <summary>What <see cref="TopNMetric.Ndcg"/> means.</summary>
    public TopNMetric Ndcg { get; init; } = TopNMetric.Ndcg;

    /// <summary>What <see cref="TopNMetric.Gini"/> means.</summary>
    public TopNMetric Gini { get; init; } = TopNMetric.Gini;

    /// <summary>The variant that a name means under these definitions; variants mean themselves.</summary>
    public TopNMetric Resolve(TopNMetric metric) => metric switch
    {
        TopNMetric.HitRate => HitRate,
        TopNMetric.Precision => Precision,
        TopNMetric.Recall => Recall,
        TopNMetric.Map => Map,
        TopNMetric.Ndcg => Ndcg,
        TopNMetric.Gini => Gini,
        _ => metric,
    };
}
