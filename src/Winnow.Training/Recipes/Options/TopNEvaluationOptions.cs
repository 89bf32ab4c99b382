using Winnow.Data;
using Winnow.Evaluation;

namespace Winnow.Training.Recipes;

/// <summary>How a recommender is judged.</summary>
public sealed record TopNEvaluationOptions
{
    /// <summary>Lengths at which lists are cut, ascending. Default 5, 10, 20.</summary>
    public int[] Cutoffs { get; init; } = [5, 10, 20];

    /// <summary>Metrics that are shown. Default: ndcg, recall, hitRate, precision, map, mrr.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = ["ndcg", "recall", "hitRate", "precision", "map", "mrr"];

    /// <summary>What plain metric names mean. Default: the library's definitions.</summary>
    public MetricVariant Definitions { get; init; }

    /// <summary>Against which items the relevant ones are ranked. Default: the whole catalogue.</summary>
    public CandidateSet Candidates { get; init; } = CandidateSet.FullCatalogue;

    /// <summary>Negatives a user of <see cref="CandidateSet.Sampled"/>, at least 1. Default 99.</summary>
    public int Negatives { get; init; } = 99;

    /// <summary>Whether what a user is known to have taken is kept out of his list. Default true.</summary>
    public bool FilterSeen { get; init; } = true;

    /// <summary>Who comes first among equal scores. Default: a random key.</summary>
    public TieOrder Ties { get; init; }

    /// <summary>Seed of tie keys and sampled negatives, apart from that of the model so that seeds of models can be compared. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Bootstrap rounds for intervals; 0: none. Default 1,000.</summary>
    public int BootstrapRounds { get; init; } = 1000;

    /// <summary>Whether one of <see cref="Metrics"/> asks how alike items are.</summary>
    internal bool NeedsItemVectors => MetricsShown.Contains(TopNMetric.IntraListDiversity);

    /// <summary><see cref="Metrics"/> by name.</summary>
    /// <exception cref="ArgumentException">One is no metric.</exception>
    internal IReadOnlyList<TopNMetric> MetricsShown => [.. Metrics.Select(m => YamlNames.TryParse(m, out TopNMetric metric) ? metric : throw new ArgumentException($"'{m}' is no metric."))];

    /// <summary>The same for the evaluator.</summary>
    /// <param name="cutoffs">Cut-offs that are needed beside those of the recipe.</param>
    public TopNOptions ToTopN(params ReadOnlySpan<int> cutoffs) => new()
    {
        Cutoffs = [.. ((int[])[.. Cutoffs, .. cutoffs]).Distinct().Order()],
        Definitions = Definitions == MetricVariant.Study2019 ? MetricDefinitions.Study2019 : MetricDefinitions.Default,
        Candidates = Candidates,
        SampledNegatives = Negatives,
        FilterSeen = FilterSeen,
        Ties = Ties,
        Seed = Seed,
    };
}

/// <summary>What plain metric names mean.</summary>
public enum MetricVariant
{
    /// <summary>The library's definitions.</summary>
    Default,

    /// <summary>What the code of the RecSys 2019 study computes.</summary>
    Study2019,
}
