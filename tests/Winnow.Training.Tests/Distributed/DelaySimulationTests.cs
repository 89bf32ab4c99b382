using Winnow.Embeddings;
using Winnow.Training.Distributed;
using Winnow.Training.Distributed.Simulation;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Distributed;

/// <summary>Simulated workers: late, but always in the same way.</summary>
public sealed class DelaySimulationTests
{
    [Fact]
    public void Run_OneWorker_IsSequentialTraining()
    {
        using Playground files = new();
        Recipe recipe = files.Recipe("training.epochs=2");
        Assert.Equal(Trainer.Run(recipe).History, DelaySimulation.Run(recipe, new() { Workers = 1 }).History);
    }

    [Theory]
    [InlineData(ArrivalOrder.InTurn)]
    [InlineData(ArrivalOrder.InShuffledRounds)]
    [InlineData(ArrivalOrder.AtRandom)]
    public void Run_LateWorkers_AlwaysGiveTheSameAndNotWhatSequentialTrainingGives(ArrivalOrder order)
    {
        using Playground files = new();
        Recipe recipe = files.Recipe("training.epochs=2", "model.deep.batchNorm=false");
        DelayOptions late = new() { Workers = 8, Order = order };

        TrainingResult once = DelaySimulation.Run(recipe, late), again = DelaySimulation.Run(recipe, late);

        Assert.Equal(once.History, again.History);
        Assert.NotEqual(once.History, Trainer.Run(recipe).History);
    }

    [Fact]
    public void Run_CompensatedByLambdaZero_IsWhatUncompensatedGives()
    {
        using Playground files = new();
        Recipe recipe = files.Recipe("training.epochs=2");
        DelayOptions plain = new() { Workers = 8 };

        Assert.Equal(DelaySimulation.Run(recipe, plain).History, DelaySimulation.Run(recipe, Compensated(0)).History);
        Assert.NotEqual(DelaySimulation.Run(recipe, plain).History, DelaySimulation.Run(recipe, Compensated(100)).History);

        static DelayOptions Compensated(float lambda) => new()
        {
            Workers = 8, Sync = new() { Mode = SyncMode.DcAsgd, Shards = 1, Compensation = new() { Form = DelayCompensationForm.Constant, Lambda = lambda } },
        };
    }

    [Fact]
    public void Run_IllegalOptions_NamesAllFaults()
    {
        using Playground files = new();
        ArgumentException fault = Assert.Throws<ArgumentException>(
            () => DelaySimulation.Run(files.Recipe(), new() { Workers = 0, Order = (ArrivalOrder)9, Sync = new() { Mode = SyncMode.Bsp } }));
        Assert.Contains("3 fault(s)", fault.Message, StringComparison.Ordinal);
    }
}
