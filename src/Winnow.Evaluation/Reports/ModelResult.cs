namespace Winnow.Evaluation.Reports;

/// <summary>One model of a report: what it is, how it was trained, how good it is.</summary>
public sealed record ModelResult
{
    /// <summary>Short name, shown everywhere.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence on the model: paper, size, what is special. May be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Metrics on the test rows, with intervals if they were drawn.</summary>
    public required PointwiseReport Metrics { get; init; }

    /// <summary>This model minus <see cref="TrainingReport.Reference"/> on the same rows; null for the reference itself or if
    /// not compared. </summary>
    public PairedComparison? AgainstReference { get; init; }

    /// <summary>Evaluations during training, in order; may be empty.</summary>
    public IReadOnlyList<LearningPoint> LearningCurve { get; init; } = [];

    /// <summary>Spread of the test scores; null = not shown.</summary>
    public ScoreHistogram? Scores { get; init; }

    /// <summary>Permutation importances; may be empty.</summary>
    public IReadOnlyList<FeatureImportance> Importances { get; init; } = [];

    /// <summary>Time spent in training; null = not shown.</summary>
    public TimeSpan? TrainingTime { get; init; }

    /// <summary>Training rows a second; null = not shown.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Number of trained weights, embedding rows included; null = not shown.</summary>
    public long? Weights { get; init; }
}
