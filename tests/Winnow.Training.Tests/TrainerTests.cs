using Winnow.Data;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests;

public sealed class TrainerTests : IDisposable
{
    private readonly Playground _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Run_LearnableLog_RanksFarBetterThanChance()
    {
        TrainingResult result = Trainer.Run(_ground.Recipe());

        Assert.True(result.Test!.Auc > 0.75, $"test AUC {result.Test.Auc}");
        Assert.Equal(4, result.History.Count);
        Assert.Equal(result.Steps, result.History[^1].Step);
    }

    [Fact]
    public void Run_OneAndTwoThreads_GiveTheSameModelFiles()
    {
        Trainer.Run(_ground.Recipe("threads=1"), new TrainerOptions { Output = _ground["one"] });
        Trainer.Run(_ground.Recipe("threads=2"), new TrainerOptions { Output = _ground["two"] });

        _ground.AssertSameFiles("one", "two");
    }

    [Fact]
    public void Run_TwoSeeds_GiveDifferentModels()
    {
        TrainingResult one = Trainer.Run(_ground.Recipe()), other = Trainer.Run(_ground.Recipe("seed=12"));

        Assert.NotEqual(one.History[0].TrainingLoss, other.History[0].TrainingLoss);
    }

    [Fact]
    public void Run_BestEvaluationIsNotTheLast_RestoresItsWeightsAndRows()
    {
        TrainingResult result = Trainer.Run(_ground.Recipe("training.epochs=40", "training.earlyStopping.patience=2", "training.learningRate=0.05"));

        EvaluationPoint best = result.History.MaxBy(p => p.Auc)!;
        Assert.True(result.StoppedEarly);
        Assert.NotEqual(result.Steps, result.BestStep);
        Assert.Equal(best.Step, result.BestStep);
        Assert.Equal(best.Auc, result.Validation!.Auc);
        Assert.Equal(best.LogLoss, result.Validation.LogLoss);
    }

    [Theory]
    [InlineData("training.streaming=false")]
    [InlineData("training.streaming=true")]
    [InlineData("training.streaming=true", "training.shuffleWindow=500")]
    public void Run_CancelledThenStartedAgain_EndsWithTheBytesOfAnUninterruptedRun(params string[] settings)
    {
        Recipe recipe = _ground.Recipe([.. settings, "training.evaluateEverySteps=13", "checkpoint.everySteps=5"]);
        Trainer.Run(recipe, new TrainerOptions { Output = _ground["whole"] });
        foreach (int step in new[] { 3, 13, 29, 65 })
            Assert.Throws<OperationCanceledException>(() => RunUntil(recipe, step));

        Trainer.Run(recipe, new TrainerOptions { Output = _ground["resumed"], Checkpoints = _ground["checkpoints"] });

        _ground.AssertSameFiles("whole", "resumed");
    }

    [Fact]
    public void Run_CheckpointsOfAnotherRecipe_AreRefusedByName()
    {
        Trainer.Run(_ground.Recipe("training.epochs=1"), new TrainerOptions { Checkpoints = _ground["checkpoints"] });

        StorageException e = Assert.Throws<StorageException>(() =>
            Trainer.Run(_ground.Recipe("training.epochs=1", "training.batchSize=50"), new TrainerOptions { Checkpoints = _ground["checkpoints"] }));

        Assert.Contains("recipe.training.batchSize was 100, now it is 50", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingHeldOut_TrainsAllEpochsAndKeepsTheLastWeights()
    {
        TrainingResult result = Trainer.Run(_ground.Recipe("split.validation=0", "split.test=0"));

        Assert.Null(result.Validation);
        Assert.Null(result.Test);
        Assert.Equal(4 * 30, result.Steps);
        Assert.Equal(result.Steps, result.BestStep);
    }

    [Fact]
    public void Run_RatesFarTooHigh_StopsWithStepPlaceAndAdvice()
    {
        TrainingDivergedException e = Assert.Throws<TrainingDivergedException>(() =>
            Trainer.Run(_ground.Recipe("training.learningRate=1e30", "training.denseOptimizer=sgd", "training.clipNorm=0")));

        Assert.True(e.Step > 0);
        Assert.Contains("parameter 'deep.", e.Message, StringComparison.Ordinal);
        Assert.Contains("Try a lower learning rate", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TableRatesFarTooHigh_NamesTheTable()
    {
        TrainingDivergedException e = Assert.Throws<TrainingDivergedException>(() => Trainer.Run(_ground.Recipe(
            "model={ name: fm, embeddingDim: 4 }", "training.embeddings.optimizer={ name: sgd, learningRate: 1e30 }")));

        Assert.Contains("table 'embeddings', row of key", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ValidationOfOneClass_SaysThatAucHasNoValue()
    {
        File.WriteAllText(_ground["positives.csv"], "user,item,tags,price,at,click\nu1,i1,,0.5,1,1\nu2,i2,,0.5,1,1\n");

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() =>
            Trainer.Run(_ground.Recipe($"data.validation={_ground["positives.csv"]}")));

        Assert.Contains("auc, which has no value", e.Message, StringComparison.Ordinal);
        Assert.Contains("logLoss", e.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("auc"), InlineData("gauc"), InlineData("logLoss")]
    public void Run_AnyWatchedMetric_PicksItsBestPoint(string metric)
    {
        TrainingResult result = Trainer.Run(_ground.Recipe($"training.earlyStopping.metric={metric}"));

        IReadOnlyList<EvaluationPoint> history = result.History;
        EvaluationPoint best = metric switch
        {
            "auc" => history.MaxBy(p => p.Auc)!,
            "gauc" => history.MaxBy(p => p.Gauc)!,
            _ => history.MinBy(p => p.LogLoss)!,
        };
        Assert.Equal(best.Step, result.BestStep);
    }

    [Fact]
    public void Run_MalformedRowsWithinTheLimit_CountsThemInTheResult()
    {
        File.AppendAllText(_ground["log.csv"], "u1,i1,,0.5,1,maybe\nu1,i1\n");

        TrainingResult result = Trainer.Run(_ground.Recipe("training.epochs=1"));

        Assert.Equal(2, result.BadRows.Count);
        Assert.Contains("log.csv", result.BadRows.First[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MoreMalformedRowsThanAllowed_StopsAndTellsThem()
    {
        File.AppendAllText(_ground["log.csv"], "u1,i1,,0.5,1,maybe\n");

        BadDataException e = Assert.Throws<BadDataException>(() => Trainer.Run(_ground.Recipe("data.maxBadRows=0")));

        Assert.Contains("1 malformed row", e.Message, StringComparison.Ordinal);
    }

    private void RunUntil(Recipe recipe, int step)
    {
        using CancellationTokenSource source = new();
        TrainerOptions options = new() { Checkpoints = _ground["checkpoints"], Observer = new CancelAt(step, source), Time = new EveryCall() };
        Trainer.Run(recipe, options, source.Token);
    }

    /// <summary>Cancels once a number of steps is reached.</summary>
    private sealed class CancelAt(int step, CancellationTokenSource source) : ITrainingObserver
    {
        public void OnProgress(in TrainingProgress progress)
        {
            if (progress.Step >= step) source.Cancel();
        }
    }

    /// <summary>A clock on which a second passes at each look, so that every step is reported.</summary>
    private sealed class EveryCall : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
