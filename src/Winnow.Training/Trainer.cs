using Winnow.Numerics;
using Winnow.Training.Distributed;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>Trains the model of a recipe: reads the data, takes the steps, stops when the validation rows say so, restores the best
/// weights, judges them and writes the model directory.</summary>
/// <remarks>The same recipe and data give the same model files for any number of threads, resumed or not.</remarks>
public static class Trainer
{
    /// <summary>Runs a recipe from start, or from the newest checkpoint, to the end.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="options">Places and eyes; null: nothing is written, nobody is told.</param>
    /// <param name="cancel">Stops between two steps; with a checkpoint directory, what was done until then is saved first.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">Loss or gradients are no longer finite.</exception>
    /// <exception cref="Winnow.Data.BadDataException">The data are too faulty to train on.</exception>
    /// <exception cref="Storage.StorageException">A checkpoint or the model could not be written or read.</exception>
    public static TrainingResult Run(Recipe recipe, TrainerOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Run(recipe, options ?? new TrainerOptions(), Start, cancel);
    }

    /// <summary>As <see cref="Run(Recipe, TrainerOptions, CancellationToken)"/>, with steps taken by whoever is made for it.</summary>
    internal static TrainingResult Run(
        Recipe recipe, TrainerOptions options, Func<Recipe, TrainingData, WorkerTeam, TrainerOptions, ITrainingRun> make, CancellationToken cancel)
    {
        using RunLog? log = options.Output is { } output ? RunLog.Beside(output, options.Time) : null;
        if (log is not null) options = options with { Observer = options.Observer is { } other ? new SeveralObservers(log, other) : log };
        return RunObserved(recipe, options, make, cancel);
    }

    private static TrainingResult RunObserved(
        Recipe recipe, TrainerOptions options, Func<Recipe, TrainingData, WorkerTeam, TrainerOptions, ITrainingRun> make, CancellationToken cancel)
    {
        long start = options.Time.GetTimestamp();
        int threads = recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount;
        options.Observer?.OnPhase(TrainingPhase.ReadingData);
        using WorkerTeam team = new(threads);
        using TrainingData data = TrainingData.Load(recipe, team, options.Store);
        using ITrainingRun run = make(recipe, data, team, options);
        run.Resume();
        run.Train(cancel);
        TrainingResult result = run.Finish() with { Elapsed = options.Time.GetElapsedTime(start) };
        options.Observer?.OnPhase(TrainingPhase.Done);
        return result;
    }

    /// <summary>Steps in parts are taken as workers take them, with a store in this process, so that workers give the same bytes.</summary>
    private static ITrainingRun Start(Recipe recipe, TrainingData data, WorkerTeam team, TrainerOptions options)
    {
        if (recipe.Training.MicroBatches == 1) return new TrainingRun(recipe, data, team, options);
        LocalProvider provider = new(team);
        return new StoredRun(recipe, data, team, options, new SyncOptions { Shards = 1 }, provider, run => new InlineDriver(
            run.Context, run.Store.Connect(), team, slot => run.Report(slot.Position, slot.Rows, slot.Loss * recipe.Training.MicroBatches))) { Owned = provider };
    }
}
