using Winnow.Data;
using Winnow.Numerics;
using Winnow.Numerics.Tests;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Runs;

public sealed class TrainingStepTests
{
    [Theory]
    [InlineData("lr"), InlineData("fm"), InlineData("ffm"), InlineData("wideDeep"), InlineData("deepFm"), InlineData("dcnV2"), InlineData("mlp")]
    public void Run_Warm_AllocatesNoManagedMemory(string model)
    {
        using Playground ground = new(rows: 1000);
        Recipe recipe = ground.Recipe($"model={{ name: {model} }}", "split.validation=0", "split.test=0");
        using WorkerTeam team = new(2);
        using TrainingData data = TrainingData.Load(recipe, team);
        using LiveModel live = LiveModel.Create(recipe, data.Plan.Schema, team);
        using TrainingStep step = new(live, recipe.Training, recipe.Seed);
        using Batch batch = new(data.Plan.Layout);
        using AllocationCounters before = new(team), after = new(team);
        long steps = TakeEpochs(2);

        before.Read();
        steps += TakeEpochs(2);
        after.Read();

        Assert.Equal(40, steps);
        AllocationCounters.AssertEqual(before, after);

        long TakeEpochs(int epochs)
        {
            long taken = 0;
            for (int epoch = 0; epoch < epochs; epoch++)
                while (data.Training.Next(batch)) step.Run(batch, taken++, rateFactor: 1);
            return taken;
        }
    }
}
