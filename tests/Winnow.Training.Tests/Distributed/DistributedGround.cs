using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Training.Distributed;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Distributed;

/// <summary>Runs whose workers are threads of this process and whose store is in its memory.</summary>
internal sealed class DistributedGround : IDisposable
{
    private readonly List<(Recipe Recipe, TrainingData Data)> _data = [];

    public Playground Files { get; } = new();

    public WorkerTeam Team { get; } = new(2);

    /// <summary>A recipe with everything random in use, steps in parts.</summary>
    public Recipe Recipe(int parts, params string[] overrides) =>
        Files.Recipe([$"training.microBatches={parts}", "training.clipNorm=0", "training.epochs=3", .. overrides]);

    /// <summary>Trains in one process.</summary>
    public TrainingResult TrainAlone(Recipe recipe, string output) => Trainer.Run(recipe, new TrainerOptions { Output = Files[output] });

    /// <summary>Trains with workers.</summary>
    public TrainingResult Train(
        Recipe recipe, string output, SyncOptions sync, WorkerThreads workers, IParameterStoreProvider? provider = null, string? checkpoints = null, CancellationToken cancel = default)
    {
        using LocalProvider local = new(Team, TimeSpan.FromMilliseconds(200));
        provider ??= local;
        workers.Begin(recipe, provider, DataOf(recipe));
        try
        {
            TrainerOptions options = new() { Output = Files[output], Checkpoints = checkpoints is null ? null : Files[checkpoints] };
            return DistributedTrainer.Run(recipe, options, sync, provider, workers, cancel: cancel);
        }
        finally
        {
            workers.Dispose();
        }
    }

    public void Dispose()
    {
        foreach ((_, TrainingData data) in _data) data.Dispose();
        Team.Dispose();
        Files.Dispose();
    }

    /// <summary>Workers of one process share the encoded rows.</summary>
    private TrainingData DataOf(Recipe recipe)
    {
        TrainingData data = TrainingData.Load(recipe, Team);
        _data.Add((recipe, data));
        return data;
    }
}
