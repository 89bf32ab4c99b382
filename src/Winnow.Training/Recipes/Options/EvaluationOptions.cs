namespace Winnow.Training.Recipes;

/// <summary>How the model is judged on validation and test rows.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Rows scored at a time, at least 1; changes speed and memory, not scores. Default 10,000.</summary>
    public int BatchSize { get; init; } = 10_000;

    /// <summary>Bins of the calibration curve and error, 2–1,000. Default 20.</summary>
    public int CalibrationBins { get; init; } = 20;

    /// <summary>Bootstrap rounds for the intervals of the test metrics; 0: none. Default 200.</summary>
    public int BootstrapRounds { get; init; } = 200;

    /// <summary>Whether each feature is shuffled in turn to see how much the model leans on it. Default true.</summary>
    public bool FeatureImportance { get; init; } = true;
}
