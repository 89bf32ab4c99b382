namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="EvaluationOptions"/> and <see cref="CheckpointOptions"/>.</summary>
internal static class EvaluationSection
{
    public static SectionKind<EvaluationOptions> Evaluation { get; } = new SectionKind<EvaluationOptions>(new())
        .Key("batchSize", Kind.Whole(1), o => o.BatchSize, (o, v) => o with { BatchSize = v },
            "Rows scored at a time; changes speed and memory, not scores.")
        .Key("calibrationBins", Kind.Whole(2, 1000), o => o.CalibrationBins, (o, v) => o with { CalibrationBins = v },
            "Bins of equal mass of the calibration curve and its expected error.")
        .Key("bootstrapRounds", Kind.Whole(0, 100_000), o => o.BootstrapRounds, (o, v) => o with { BootstrapRounds = v },
            "Bootstrap rounds for the intervals of the test metrics; 0: none.")
        .Key("featureImportance", Kind.Flag, o => o.FeatureImportance, (o, v) => o with { FeatureImportance = v },
            "Whether each feature is shuffled in turn to see how much the model leans on it.");

    public static SectionKind<CheckpointOptions> Checkpoint { get; } = new SectionKind<CheckpointOptions>(new())
        .Key("everySteps", Kind.Whole(0), o => o.EverySteps, (o, v) => o with { EverySteps = v },
            "Steps between checkpoints; 0: only after each evaluation.")
        .Key("keep", Kind.Whole(1), o => o.Keep, (o, v) => o with { Keep = v },
            "Checkpoints kept; older ones are deleted.");
}
