using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training.Distributed;

/// <summary>Trains the model of a recipe with several workers that share its parameters through a store.</summary>
/// <remarks>One process coordinates (<see cref="Run"/>): it makes the run in the store, hands out work up to the next evaluation, judges, saves checkpoints and
/// writes the model. Any number of workers compute (<see cref="Work(Recipe, string, IParameterStoreProvider, WorkerOptions, DatasetStore?, SyncOptions?, CancellationToken)"/>); they may come and go. In <see cref="SyncMode.Bsp"/> the model files are those of
/// <see cref="Trainer.Run(Recipe, TrainerOptions, CancellationToken)"/> with the same recipe.</remarks>
public static class DistributedTrainer
{
    /// <summary>Coordinates a run from its start, from where it stands in the store, or from the newest checkpoint, to its end.</summary>
    /// <param name="recipe">What to do; see <see cref="SyncOptions.WithParts"/>.</param>
    /// <param name="options">Places and eyes.</param>
    /// <param name="sync">How the workers keep step.</param>
    /// <param name="provider">The store.</param>
    /// <param name="pool">Workers to look after; others may join.</param>
    /// <param name="keep">Whether the run is left in the store when it is over.</param>
    /// <param name="cancel">Stops coordinating; the run stands in the store, and with a checkpoint directory a later call goes on with it.</param>
    /// <exception cref="ArgumentException">Recipe and mode do not go together.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="Storage.StorageException">A checkpoint or the model could not be written or read.</exception>
    public static TrainingResult Run(
        Recipe recipe, TrainerOptions options, SyncOptions sync, IParameterStoreProvider provider, IWorkerPool pool, bool keep = false, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sync);
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(pool);
        sync.Check(recipe);
        return Trainer.Run(
            recipe, options, (r, data, team, o) => new StoredRun(r, data, team, o, sync, provider, run => Watch(run, o, provider, pool)) { DeletesAtEnd = !keep }, cancel);
    }

    /// <summary>How the workers of a run keep step.</summary>
    /// <param name="run">Its name, from <see cref="IWorkerPool.Start"/>.</param>
    /// <exception cref="FormatException">It is no name of a run.</exception>
    public static SyncMode ModeOf(string run) => RunName.Parse(run).Mode;

    /// <summary>Works for a run until it is over.</summary>
    /// <param name="recipe">The recipe of the run.</param>
    /// <param name="run">Its name, from <see cref="IWorkerPool.Start"/>.</param>
    /// <param name="provider">The store.</param>
    /// <param name="options">How to work.</param>
    /// <param name="data">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <param name="sync">Bound and correction as the coordinator has them; mode and shards stand in the name. Null: the usual ones.</param>
    /// <param name="stop">Finishes what is begun, gives back the rest and returns.</param>
    /// <exception cref="InvalidOperationException">The store has no such run, or this worker's recipe or data are not those of the run.</exception>
    /// <exception cref="FormatException">It is no name of a run.</exception>
    /// <exception cref="TrainingDivergedException">Loss or gradients are no longer finite.</exception>
    public static WorkerReport Work(
        Recipe recipe, string run, IParameterStoreProvider provider, WorkerOptions options, DatasetStore? data = null, SyncOptions? sync = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        RunName name = RunName.Parse(run);
        using WorkerTeam team = new(recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount);
        using TrainingData rows = TrainingData.Load(recipe, team, data);
        return Work(recipe, name, provider, options, rows, team, sync ?? new SyncOptions(), stop);
    }

    internal static WorkerReport Work(
        Recipe recipe, RunName name, IParameterStoreProvider provider, WorkerOptions options, TrainingData rows, WorkerTeam team, SyncOptions sync, CancellationToken stop)
    {
        if (name.Content != RunName.ContentOf(recipe, rows.Fingerprint))
            throw new InvalidOperationException($"Run {name} has another recipe or other data than this worker. Start it with the recipe, --set and files of the coordinator.");
        sync = sync with { Mode = name.Mode, Shards = name.Shards };
        using RankingModel model = recipe.Model.Create(new ParameterFactory(rows.Plan.Schema, recipe.Seed));
        IParameterStore store = provider.TryOpen(StoreLayout.Of(recipe, model, sync, name))
            ?? throw new InvalidOperationException($"The store has no run {name}. It is over, or this is another store.");
        using DistributedWorker worker = new(new WorkContext(recipe, rows, name.Mode, name.FirstStep), store, provider.IsPassing, team, options);
        return worker.Run(stop);
    }

    private static WatchingDriver Watch(StoredRun run, TrainerOptions options, IParameterStoreProvider provider, IWorkerPool pool)
    {
        pool.Start(run.Name.ToString());
        Patience patience = new(provider.IsPassing, TimeSpan.FromMinutes(10), options.Time);
        WorkWatch watch = new(run, options.Observer, pool);
        return new WatchingDriver(run.Store, pool, patience, watch.See);
    }
}
