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
        long steps = 0;
        TakeEpoch();
        TakeEpoch();
        Assert.Equal(20, steps);

        Allocations.AssertNone(team, TakeEpoch);

        void TakeEpoch()
        {
            while (data.Training.Next(batch)) step.Run(batch, steps++, rateFactor: 1);
        }
    }
}
