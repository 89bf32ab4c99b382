using Winnow.Training.Distributed;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Distributed;

public sealed class DistributedTrainerTests : IDisposable
{
    private readonly DistributedGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Theory]
    [InlineData(1, 1), InlineData(1, 3), InlineData(4, 1), InlineData(4, 2), InlineData(4, 4), InlineData(3, 2)]
    public void Run_Bsp_GivesTheBytesOfOneProcess(int parts, int workers)
    {
        Recipe recipe = _ground.Recipe(parts);
        _ground.TrainAlone(recipe, "alone");

        _ground.Train(recipe, "together", new SyncOptions { Shards = 5 }, new WorkerThreads(workers));

        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Fact]
    public void Run_BspWithFewRowsABatch_LeavesPartsEmptyAndGivesTheBytesOfOneProcess()
    {
        Recipe recipe = _ground.Recipe(parts: 64, "training.epochs=1");         // the last batch of an epoch has fewer rows than parts
        _ground.TrainAlone(recipe, "alone");

        _ground.Train(recipe, "together", new SyncOptions(), new WorkerThreads(2));

        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Fact]
    public void Run_BspWithAdmissionAndBudgets_GivesTheBytesOfOneProcess()
    {
        Recipe recipe = _ground.Recipe(
            parts: 2, "training.epochs=2", "training.embeddings.admissionThreshold=3", "training.embeddings.timeToLive=20", "training.embeddings.precision=bfloat16",
            "training.evaluateEverySteps=7", "training.schedule={ name: decay, warmUpSteps: 5 }");
        _ground.TrainAlone(recipe, "alone");

        _ground.Train(recipe, "together", new SyncOptions { Shards = 3 }, new WorkerThreads(2));

        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Fact]
    public void Run_WorkerDiesInTheMiddleOfAPosition_OthersDoItAndTheBytesAreTheSame()
    {
        Recipe recipe = _ground.Recipe(parts: 4, "training.epochs=2");
        _ground.TrainAlone(recipe, "alone");
        WorkerThreads workers = new(3, TimeSpan.FromMilliseconds(300), (n, p) => n == 0 ? new BentProvider(p, pushesToLive: 5) : p);

        _ground.Train(recipe, "together", new SyncOptions(), workers);

        Assert.IsType<WorkerKilledException>(Assert.Single(workers.Failures).Value);
        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Fact]
    public void Run_UpdatesComeTwiceAndAnswersAreLost_GivesTheSameBytes()
    {
        Recipe recipe = _ground.Recipe(parts: 2, "training.epochs=2");
        _ground.TrainAlone(recipe, "alone");
        WorkerThreads workers = new(2, null, (n, p) => n == 0 ? new BentProvider(p, times: 2) : new BentProvider(p, failEvery: 7));

        _ground.Train(recipe, "together", new SyncOptions(), workers);

        Assert.Empty(workers.Failures);
        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Theory]
    [InlineData(SyncMode.Ssp, 1), InlineData(SyncMode.Asp, 1), InlineData(SyncMode.DcAsgd, 1), InlineData(SyncMode.Hybrid, 4)]
    public void Run_OtherModes_LearnAndCountEachPositionOnce(SyncMode mode, int parts)
    {
        Recipe recipe = _ground.Recipe(parts);
        TrainingResult alone = _ground.TrainAlone(recipe, "alone");
        WorkerThreads workers = new(3);

        TrainingResult together = _ground.Train(recipe, "together", new SyncOptions { Mode = mode, Staleness = 2 }, workers);

        Assert.Empty(workers.Failures);
        Assert.Equal(alone.Steps, together.Steps);
        Assert.Equal(alone.Steps * parts, workers.Reports.Values.Sum(r => r.Positions - r.Repeated));
        Assert.InRange(together.Test!.Auc, alone.Test!.Auc - 0.05, 1);
    }

    [Fact]
    public void Run_OneAsynchronousWorkerWithOneSlotFewerThanStale_CountsAllRows()
    {
        Recipe recipe = _ground.Recipe(parts: 1, "training.clipNorm=5");
        WorkerThreads workers = new(1);

        TrainingResult result = _ground.Train(recipe, "together", new SyncOptions { Mode = SyncMode.Ssp, Staleness = 0 }, workers);

        _ground.TrainAlone(recipe, "alone");
        _ground.Files.AssertSameFiles("alone", "together");             // nobody is ever ahead, so nothing is stale
        Assert.Equal(result.Steps, workers.Reports[0].Positions);
    }

    [Theory]
    [InlineData(0), InlineData(3)]
    public void Run_Ssp_LetsNobodyGoFartherAheadThanTheBound(int staleness)
    {
        Recipe recipe = _ground.Recipe(parts: 1, "training.epochs=2");
        LeaseWatch watch = new();
        WorkerThreads workers = new(4, null, (_, p) => new BentProvider(p, queue: watch.Watch));

        _ground.Train(recipe, "together", new SyncOptions { Mode = SyncMode.Ssp, Staleness = staleness, WarmSteps = 0 }, workers);

        Assert.Equal(staleness, watch.FarthestAhead);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Run_CoordinatorStoppedAndStartedAgain_FindsItsRunAndEndsWithTheSameBytes(int evaluations)
    {
        Recipe recipe = _ground.Recipe(parts: 2, "training.evaluateEverySteps=9", "checkpoint.everySteps=5");
        _ground.TrainAlone(recipe, "alone");
        using LocalProvider provider = new(_ground.Team, TimeSpan.FromMilliseconds(200));
        Assert.Throws<OperationCanceledException>(() =>
            _ground.Train(recipe, "together", new SyncOptions(), new WorkerThreads(2), provider, "checkpoints", evaluations));
        string before = File.ReadAllText(_ground.Files["checkpoints/run.txt"]);

        _ground.Train(recipe, "together", new SyncOptions(), new WorkerThreads(3), provider, "checkpoints");

        Assert.Equal(before, File.ReadAllText(_ground.Files["checkpoints/run.txt"]));
        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Run_StoreLost_GoesOnFromTheCheckpointInAnyNumberOfShardsWithTheSameBytes(int shards)
    {
        Recipe recipe = _ground.Recipe(parts: 2, "training.embeddings.admissionThreshold=2", "checkpoint.everySteps=5");
        _ground.TrainAlone(recipe, "alone");
        Assert.Throws<OperationCanceledException>(() =>
            _ground.Train(recipe, "together", new SyncOptions { Shards = 4 }, new WorkerThreads(2), checkpoints: "checkpoints", stopAfter: 1));

        _ground.Train(recipe, "together", new SyncOptions { Shards = shards }, new WorkerThreads(2), checkpoints: "checkpoints");

        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Fact]
    public void Run_CheckpointOfManyShards_LoadsIntoOneProcessWithTheSameBytes()
    {
        Recipe recipe = _ground.Recipe(parts: 2, "checkpoint.everySteps=5");
        _ground.TrainAlone(recipe, "alone");
        Assert.Throws<OperationCanceledException>(() =>
            _ground.Train(recipe, "together", new SyncOptions { Shards = 4 }, new WorkerThreads(2), checkpoints: "checkpoints", stopAfter: 1));

        Trainer.Run(recipe, new TrainerOptions { Output = _ground.Files["together"], Checkpoints = _ground.Files["checkpoints"] });

        _ground.Files.AssertSameFiles("alone", "together");
    }

    [Fact]
    public void Work_WithAnotherRecipe_IsRefused()
    {
        Recipe recipe = _ground.Recipe(parts: 1), other = _ground.Recipe(parts: 1, "training.learningRate=0.5");
        using TrainingData data = TrainingData.Load(other, _ground.Team);
        using LocalProvider provider = new(_ground.Team);
        RunName run = RunName.Of(recipe, data.Fingerprint, new SyncOptions(), salt: 7, firstStep: 0);

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() =>
            DistributedTrainer.Work(other, RunName.Parse(run.ToString()), provider, new WorkerOptions { Name = "w" }, data, _ground.Team, new SyncOptions(), CancellationToken.None));

        Assert.Contains("another recipe", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SyncMode.Bsp, "training.clipNorm=5", "training.clipNorm")]
    [InlineData(SyncMode.Asp, "training.epochs=1", "training.microBatches is 4")]
    public void Run_RecipeAndModeDoNotGoTogether_IsRefused(SyncMode mode, string setting, string message)
    {
        Recipe recipe = _ground.Recipe(parts: 4);
        if (setting.Contains("clipNorm", StringComparison.Ordinal)) recipe = recipe with { Training = recipe.Training with { ClipNorm = 5 } };

        ArgumentException e = Assert.Throws<ArgumentException>(() => _ground.Train(recipe, "together", new SyncOptions { Mode = mode }, new WorkerThreads(1)));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}
