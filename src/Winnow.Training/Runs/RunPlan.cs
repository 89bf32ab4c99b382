using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>The steps of a run by number: which batch each is, at which rates, and after which the model is judged or saved.</summary>
internal sealed class RunPlan
{
    private readonly TrainingOptions _training;
    private readonly ILearningRateSchedule _schedule;
    private readonly int _checkpointEvery;

    public RunPlan(Recipe recipe, long trainingRows)
    {
        (_training, _checkpointEvery) = (recipe.Training, recipe.Checkpoint.EverySteps);
        StepsPerEpoch = (trainingRows + _training.BatchSize - 1) / _training.BatchSize;
        Steps = Math.Max(1, _training.Epochs * StepsPerEpoch);
        _schedule = _training.Schedule.Create(Steps);
    }

    /// <summary>Batches an epoch.</summary>
    public long StepsPerEpoch { get; }

    /// <summary>Steps of all epochs, at least 1.</summary>
    public long Steps { get; }

    /// <summary>What the learning rates of a step are multiplied by, before plateau decay.</summary>
    public float RateAt(long step) => _schedule.At(step);

    /// <summary>The batch of a step.</summary>
    public DataPosition BatchOf(long step) => new((int)(step / StepsPerEpoch), step % StepsPerEpoch);

    /// <summary>The first number of steps above <paramref name="steps"/> at which the model is judged or saved.</summary>
    public long NextStop(long steps)
    {
        long next = Steps;
        if (_training.EvaluateEverySteps == 0) next = Math.Min(next, After(steps, StepsPerEpoch));
        else next = Math.Min(next, After(steps, _training.EvaluateEverySteps));
        return _checkpointEvery > 0 ? Math.Min(next, After(steps, _checkpointEvery)) : next;
    }

    /// <summary>Whether the model is judged after so many steps.</summary>
    public bool IsEvaluatedAfter(long steps) => _training.EvaluateEverySteps > 0
        ? steps % _training.EvaluateEverySteps == 0
        : steps % StepsPerEpoch == 0;

    /// <summary>Where the data stand when the model is judged or saved after so many steps: where judging is a matter of steps, at the end of
    /// the old epoch rather than the start of the next.</summary>
    public DataPosition PositionAfter(long steps)
    {
        DataPosition next = BatchOf(steps);
        bool isLate = _training.EvaluateEverySteps > 0 && steps > 0 && next.Batch == 0;
        return isLate ? new DataPosition(next.Epoch - 1, StepsPerEpoch) : next;
    }

    private static long After(long steps, long every) => (steps / every + 1) * every;
}
