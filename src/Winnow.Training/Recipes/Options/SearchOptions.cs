using Winnow.Evaluation;
using Winnow.Training.Laboratory;
using Winnow.Training.Tuning;

namespace Winnow.Training.Recipes;

/// <summary>How settings of a recommender are searched for.</summary>
public sealed record SearchOptions
{
    /// <summary>How the next settings are chosen. Default: Bayesian.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>Validation metric that is to be high. Default <c>ndcg@10</c>.</summary>
    public RankMetric Metric { get; init; } = new(TopNMetric.Ndcg, 10);

    /// <summary>Settings tried in all, at least 1. Default 35.</summary>
    public int Cases { get; init; } = 35;

    /// <summary>Settings of these drawn at random, at least 1. Default 5.</summary>
    public int Random { get; init; } = 5;

    /// <summary>What is varied; empty: what the RecSys 2019 study varied for this model.</summary>
    public IReadOnlyDictionary<string, SearchDimension> Space { get; init; } = new Dictionary<string, SearchDimension>();
}

/// <summary>How the next settings of a search are chosen.</summary>
public enum SearchMethod
{
    /// <summary>By what a Gaussian process has learnt from the settings before.</summary>
    Bayesian,

    /// <summary>At random; the better third goes on for three times the epochs, and so on. For models that learn in passes.</summary>
    Halving,
}
