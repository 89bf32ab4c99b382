using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Runs;

public sealed class RunPlanTests
{
    private static readonly Recipe s_recipe = new() { Training = new TrainingOptions { Epochs = 3, BatchSize = 10 } };

    [Fact]
    public void BatchOf_StepsOfSeveralEpochs_CountsBatchesWithinEach()
    {
        RunPlan plan = new(s_recipe, trainingRows: 41);

        Assert.Equal(5, plan.StepsPerEpoch);
        Assert.Equal(15, plan.Steps);
        Assert.Equal(new DataPosition(0, 4), plan.BatchOf(4));
        Assert.Equal(new DataPosition(2, 3), plan.BatchOf(13));
    }

    [Fact]
    public void NextStop_EvaluationByEpochAndCheckpointsBySteps_IsWhicheverComesFirst()
    {
        RunPlan plan = new(s_recipe with { Checkpoint = new CheckpointOptions { EverySteps = 4 } }, trainingRows: 41);

        Assert.Equal([4, 5, 8, 10, 12, 15], Stops(plan));
        Assert.True(plan.IsEvaluatedAfter(10));
        Assert.False(plan.IsEvaluatedAfter(12));
    }

    [Fact]
    public void NextStop_EvaluationBySteps_StopsThereAndAtTheEnd()
    {
        RunPlan plan = new(s_recipe with { Training = s_recipe.Training with { EvaluateEverySteps = 6 } }, trainingRows: 41);

        Assert.Equal([6, 12, 15], Stops(plan));
    }

    [Fact]
    public void PositionAfter_TheLastBatchOfAnEpoch_IsWhereOneProcessWouldStand()
    {
        RunPlan byEpoch = new(s_recipe, trainingRows: 41);
        RunPlan bySteps = new(s_recipe with { Training = s_recipe.Training with { EvaluateEverySteps = 5 } }, trainingRows: 41);

        Assert.Equal(new DataPosition(1), byEpoch.PositionAfter(5));
        Assert.Equal(new DataPosition(0, 5), bySteps.PositionAfter(5));
    }

    private static List<long> Stops(RunPlan plan)
    {
        List<long> stops = [];
        for (long step = plan.NextStop(0); ; step = plan.NextStop(step))
        {
            stops.Add(step);
            if (step == plan.Steps) return stops;
        }
    }
}
