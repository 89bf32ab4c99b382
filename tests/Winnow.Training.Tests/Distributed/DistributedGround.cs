using Winnow.Numerics;
using Winnow.Training.Distributed;
using Winnow.Training.Progress;
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
        Recipe recipe, string output, SyncOptions sync, WorkerThreads workers, IParameterStoreProvider? provider = null, string? checkpoints = null, int? stopAfter = null)
    {
        using LocalProvider local = new(Team, TimeSpan.FromMilliseconds(200));
        provider ??= local;
        workers.Begin(recipe, provider, DataOf(recipe), sync);
        try
        {
            using CancellationTokenSource cancel = new();
            StopAfter? observer = stopAfter is { } evaluations ? new StopAfter(evaluations, cancel) : null;
            TrainerOptions options = new() { Output = Files[output], Checkpoints = checkpoints is null ? null : Files[checkpoints], Observer = observer };
            return DistributedTrainer.Run(recipe, options, sync, provider, workers, cancel: cancel.Token);
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

    /// <summary>Cancels a run a little after so many evaluations, in the middle of its work.</summary>
    private sealed class StopAfter(int evaluations, CancellationTokenSource cancel) : ITrainingObserver
    {
        private int _evaluations, _looks;

        public void OnEvaluation(EvaluationPoint evaluation) => _evaluations++;

        public void OnWorkers(in WorkersProgress workers)
        {
            if (_evaluations >= evaluations && ++_looks > 1) cancel.Cancel();
        }
    }
}
