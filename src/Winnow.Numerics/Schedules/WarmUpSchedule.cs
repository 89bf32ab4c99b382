namespace Winnow.Numerics;

/// <summary>Another schedule whose first steps are scaled by 1/n, 2/n, … 1.</summary>
/// <param name="schedule">The schedule to warm up; its steps count from the start, the warm-up included.</param>
/// <param name="steps">n, at least 1.</param>
public sealed class WarmUpSchedule(ILearningRateSchedule schedule, long steps) : ILearningRateSchedule
{
    private readonly ILearningRateSchedule _schedule = schedule ?? throw new ArgumentNullException(nameof(schedule));
    private readonly long _steps = Ranges.Positive(steps, nameof(steps));

    /// <inheritdoc/>
    public float At(long step) => step >= _steps ? _schedule.At(step) : (float)(_schedule.At(step) * ((step + 1.0) / _steps));
}
