using Winnow.Numerics;

namespace Winnow.Training.Recipes;

/// <summary>How the learning rates change with the step, before plateau decay.</summary>
public abstract record ScheduleOptions
{
    /// <summary>Steps over which the rates rise linearly from 0, at least 0. Default 0.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>The schedule as a factor of the rates: 1 is the full rate.</summary>
    /// <param name="totalSteps">Steps of training if it does not stop early, at least 1.</param>
    public ILearningRateSchedule Create(long totalSteps)
    {
        ILearningRateSchedule schedule = CreateUnwarmed(totalSteps);
        return WarmUpSteps > 0 ? new WarmUpSchedule(schedule, WarmUpSteps) : schedule;
    }

    private protected abstract ILearningRateSchedule CreateUnwarmed(long totalSteps);
}

/// <summary>The rates stay as they are.</summary>
public sealed record ConstantScheduleOptions : ScheduleOptions
{
    private protected override ILearningRateSchedule CreateUnwarmed(long totalSteps) => new ConstantSchedule(1);
}

/// <summary>The rates fall by a factor every so many steps.</summary>
public sealed record StepScheduleOptions : ScheduleOptions
{
    /// <summary>Steps between two falls, at least 1. Default 10,000.</summary>
    public int EverySteps { get; init; } = 10_000;

    /// <summary>What the rates are multiplied by at each fall, in (0, 1]. Default 0.5.</summary>
    public float Factor { get; init; } = 0.5f;

    private protected override ILearningRateSchedule CreateUnwarmed(long totalSteps) => new StepDecaySchedule(1, Factor, EverySteps);
}

/// <summary>The rates fall to a floor over all steps, along a straight line or half a cosine.</summary>
public sealed record DecayScheduleOptions : ScheduleOptions
{
    /// <summary>The way down. Default <see cref="DecayShape.Cosine"/>.</summary>
    public DecayShape Shape { get; init; } = DecayShape.Cosine;

    /// <summary>Steps until the floor is reached; 0: all steps of training. Default 0.</summary>
    public int TotalSteps { get; init; }

    /// <summary>The last rate as a share of the first, in [0, 1]. Default 0.</summary>
    public float Floor { get; init; }

    private protected override ILearningRateSchedule CreateUnwarmed(long totalSteps)
    {
        long steps = TotalSteps > 0 ? TotalSteps : totalSteps;
        return Shape == DecayShape.Cosine ? new CosineSchedule(1, steps, Floor) : new LinearSchedule(1, steps, Floor);
    }
}

/// <summary>The way a rate falls.</summary>
public enum DecayShape
{
    /// <summary>Half a cosine (Loshchilov and Hutter, ICLR 2017).</summary>
    Cosine,

    /// <summary>A straight line.</summary>
    Linear,
}
