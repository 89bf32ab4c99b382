using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Evaluation.Reports;
using Winnow.Training.Progress;

namespace Winnow.Training;

/// <summary>What a run came to.</summary>
public sealed record TrainingResult
{
    /// <summary>Steps taken, also before a resume.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps behind the weights that were kept.</summary>
    public required long BestStep { get; init; }

    /// <summary>Whether early stopping ended the run before its last epoch.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>The evaluations during training.</summary>
    public required IReadOnlyList<EvaluationPoint> History { get; init; }

    /// <summary>The kept model on the validation rows; null if there are none.</summary>
    public required PointwiseReport? Validation { get; init; }

    /// <summary>The kept model on the test rows; null if there are none.</summary>
    public required PointwiseReport? Test { get; init; }

    /// <summary>Spread of the test scores, or of the validation scores without test rows; null without both.</summary>
    public required ScoreHistogram? Scores { get; init; }

    /// <summary>How much the kept model leans on each feature, the most important first; empty if it was not measured.</summary>
    public required IReadOnlyList<FeatureImportance> Importances { get; init; }

    /// <summary>The malformed rows of the training files: how many, of what kind, the first with their place.</summary>
    public required BadRowLog BadRows { get; init; }

    /// <summary>Time of the run, data and judging included.</summary>
    public required TimeSpan Elapsed { get; init; }
}
