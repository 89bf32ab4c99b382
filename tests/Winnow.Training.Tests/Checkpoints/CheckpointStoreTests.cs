using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Training.Checkpoints;
using Winnow.Training.Progress;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Save_MoreThanKept_KeepsTheNewestAndTheBestWeightsTheyNeed()
    {
        CheckpointStore store = new(_place.Path, keep: 2);
        foreach ((long step, long best) in new[] { (10L, 10L), (20L, 20L), (30L, 20L), (40L, 20L) })
        {
            if (step == best) store.SaveBest(step, Fill);
            store.Save(State(step, best), Run(), Fill);
        }

        Assert.Equal(["best-000000000020", "step-000000000030", "step-000000000040"], Directory.GetDirectories(_place.Path).Select(Path.GetFileName).Order());
        Assert.NotEmpty(store.OpenBest(20));
    }

    [Fact]
    public void TryOpenLatest_AfterSave_GivesTheStateBackToTheBit()
    {
        TrainingState state = new(
            7, new DataPosition(1, 2), LossSum: 0.1 + 0.2, LossSteps: 3, new WatchState(0.7234567890123456, 5, 1, 1, 0.1f),
            [new EvaluationPoint(5, 0.5, double.NaN, 1 / 3.0, double.NaN, 0.3, 1, true)]);
        new CheckpointStore(_place.Path, keep: 1).Save(state, Run(), Fill);

        Assert.True(new CheckpointStore(_place.Path, keep: 1).TryOpenLatest(Run(), out TrainingState read, out string directory));

        Assert.Equal(state with { History = [] }, read with { History = [] });
        Assert.Equal(state.History, read.History);
        Assert.Equal("weights", File.ReadAllText(Path.Combine(directory, "weights")));
    }

    [Fact]
    public void TryOpenLatest_HalfWrittenNewerCheckpoint_IsClearedAwayAndTheOlderOneOpened()
    {
        new CheckpointStore(_place.Path, keep: 2).Save(State(1, 0), Run(), Fill);
        Directory.CreateDirectory(_place["step-000000000002.partial"]);

        Assert.True(new CheckpointStore(_place.Path, keep: 2).TryOpenLatest(Run(), out TrainingState state, out _));

        Assert.Equal(1, state.Step);
        Assert.False(Directory.Exists(_place["step-000000000002.partial"]));
    }

    [Fact]
    public void TryOpenLatest_NoCheckpoint_IsFalse() =>
        Assert.False(new CheckpointStore(_place.Path, keep: 1).TryOpenLatest(Run(), out _, out _));

    [Fact]
    public void Save_DiskFull_KeepsTheCheckpointBefore()
    {
        CheckpointStore store = new(_place.Path, keep: 1);
        store.Save(State(1, 0), Run(), Fill);

        Assert.Throws<StorageException>(() => store.Save(State(2, 0), Run(), _ => throw new IOException("No space left on device.")));

        Assert.True(store.TryOpenLatest(Run(), out TrainingState state, out _));
        Assert.Equal(1, state.Step);
    }

    private static JsonObject Run() => new() { ["recipe"] = "r" };

    private static TrainingState State(long step, long best) => TrainingState.Start with { Step = step, Watch = WatchState.Fresh with { BestStep = best } };

    private static void Fill(string directory) => File.WriteAllText(Path.Combine(directory, "weights"), "weights");
}
