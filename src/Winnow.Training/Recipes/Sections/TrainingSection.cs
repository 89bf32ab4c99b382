namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="TrainingOptions"/>.</summary>
internal static class TrainingSection
{
    public static SectionKind<TrainingOptions> Training { get; } = new SectionKind<TrainingOptions>(new())
        .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v },
            "Passes over the training rows; early stopping may end sooner.")
        .Key("batchSize", Kind.Whole(1), o => o.BatchSize, (o, v) => o with { BatchSize = v }, "Rows a step.")
        .Key("microBatches", Kind.Whole(1, TrainingOptions.MostMicroBatches), o => o.MicroBatches, (o, v) => o with { MicroBatches = v },
            "Parts a step's batch is cut into, each computed for itself, their gradients summed to one update: what synchronous workers share.")
        .Key("streaming", Kind.Flag, o => o.Streaming, (o, v) => o with { Streaming = v },
            "Whether rows are read from the files as they are used, in order, instead of being held in memory and shuffled.")
        .Key("shuffleWindow", Kind.Whole(0), o => o.ShuffleWindow, (o, v) => o with { ShuffleWindow = v },
            "Rows among which a stream is shuffled; 0: kept in order.")
        .Key("evaluateEverySteps", Kind.Whole(0), o => o.EvaluateEverySteps, (o, v) => o with { EvaluateEverySteps = v },
            "Steps between evaluations on the validation rows; 0: at the end of each epoch.")
        .Key("learningRate", Kind.Number(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v },
            "Learning rate of the layers before schedule and plateau; embedding rows have their own.")
        .Key("denseOptimizer", DenseOptimizerSection.Optimizer, o => o.DenseOptimizer, (o, v) => o with { DenseOptimizer = v! },
            "How the layers learn.")
        .Key("embeddings", TableSection.Inheriting(new()), o => o.Embeddings, (o, v) => o with { Embeddings = v },
            "How embedding rows learn and live, unless tables says otherwise.")
        .Key("tables", o => new MapKind<TableOptions>(TableSection.Inheriting(o.Embeddings), o.Embeddings), o => o.Tables,
            (o, v) => o with { Tables = v }, "Settings of single tables by name; what is not given is as under embeddings.")
        .Key("schedule", ScheduleSection.Schedule, o => o.Schedule, (o, v) => o with { Schedule = v! },
            "How all learning rates change with the step.")
        .Key("clipNorm", Kind.Number(0), o => o.ClipNorm, (o, v) => o with { ClipNorm = v },
            "The gradient of the layers is scaled down to this norm when it is longer; 0: never.")
        .Key("earlyStopping", EarlyStoppingSection.Stopping, o => o.EarlyStopping, (o, v) => o with { EarlyStopping = v },
            "When training ends before its last epoch; the best weights are kept.")
        .Key("plateau", EarlyStoppingSection.Plateau, o => o.Plateau, (o, v) => o with { Plateau = v },
            "When the learning rates fall because the validation metric no longer improves.");
}
