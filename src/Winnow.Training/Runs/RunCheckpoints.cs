using System.Globalization;
using System.Text.Json.Nodes;
using Winnow.Training.Checkpoints;
using Winnow.Training.ModelFiles;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>The checkpoints of a run, or, when it keeps none, a temporary place for its best weights.</summary>
internal sealed class RunCheckpoints : IDisposable
{
    private readonly CheckpointStore _store;
    private readonly JsonObject _run;
    private readonly ITrainingObserver? _observer;
    private readonly bool _isTemporary;

    public RunCheckpoints(TrainerOptions options, Recipe recipe, TrainingData data)
    {
        _observer = options.Observer;
        _isTemporary = options.Checkpoints is null;
        _store = new CheckpointStore(options.Checkpoints ?? Directory.CreateTempSubdirectory("winnow-run-").FullName, recipe.Checkpoint.Keep);
        _run = RunOf(recipe, data);
    }

    public bool TryLoad(LiveModel live, out TrainingState state)
    {
        if (!_store.TryOpenLatest(_run, out state, out string directory)) return false;
        live.Load(directory);
        return true;
    }

    public void Save(TrainingState state, LiveModel live)
    {
        if (_isTemporary) return;
        string directory = _store.Save(state, _run, live.Save);
        _observer?.OnCheckpoint(directory, state.Step);
    }

    public void SaveBest(long step, LiveModel live)
    {
        _store.SaveBest(step, live.Save);
        if (_isTemporary) _store.ForgetBestBefore(step);
    }

    public void LoadBest(LiveModel live, long step) => live.Load(_store.OpenBest(step));

    public void Dispose()
    {
        if (_isTemporary) Directory.Delete(_store.DirectoryPath, recursive: true);
    }

    /// <summary>What makes two runs the same: their recipes, apart from when checkpoints are saved, and their data.</summary>
    private static JsonObject RunOf(Recipe recipe, TrainingData data)
    {
        JsonObject json = recipe.ToJson();
        json.Remove("checkpoint");
        return new JsonObject { ["recipe"] = json, ["data"] = data.Fingerprint.ToString("x16", CultureInfo.InvariantCulture) };
    }
}
