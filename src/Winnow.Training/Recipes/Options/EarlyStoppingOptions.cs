namespace Winnow.Training.Recipes;

/// <summary>When training ends before its last epoch; the best weights seen are the ones that are kept.</summary>
public sealed record EarlyStoppingOptions
{
    /// <summary>The validation metric that decides. Default <see cref="WatchedMetric.Auc"/>.</summary>
    public WatchedMetric Metric { get; init; } = WatchedMetric.Auc;

    /// <summary>Evaluations in a row without a new best after which training ends; 0: never. Default 2.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>By how much an evaluation must beat the best to count as better, at least 0. Default 1e-6.</summary>
    public float MinDelta { get; init; } = 1e-6f;

    /// <summary>Whether more of the metric is better.</summary>
    public bool HigherIsBetter => Metric is not WatchedMetric.LogLoss;
}

/// <summary>A validation metric that can decide when to stop.</summary>
public enum WatchedMetric
{
    /// <summary>Area under the ROC curve.</summary>
    Auc,

    /// <summary>AUC inside each group, weighted by impressions; needs a group column.</summary>
    Gauc,

    /// <summary>Mean negative log-likelihood; less is better.</summary>
    LogLoss,
}
