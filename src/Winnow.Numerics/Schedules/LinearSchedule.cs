namespace Winnow.Numerics;

/// <summary>From one rate to another along a straight line, then constant.</summary>
/// <param name="rate">The rate of step 0, not negative.</param>
/// <param name="steps">The step from which on the last rate holds, at least 1.</param>
/// <param name="finalRate">The last rate, not negative. Default 0.</param>
public sealed class LinearSchedule(float rate, long steps, float finalRate = 0) : ILearningRateSchedule
{
    private readonly float _rate = Ranges.NotNegative(rate, nameof(rate));
    private readonly long _steps = Ranges.Positive(steps, nameof(steps));
    private readonly float _final = Ranges.NotNegative(finalRate, nameof(finalRate));

    /// <inheritdoc/>
    public float At(long step)
    {
        double done = Math.Min(1, (double)step / _steps);
        return (float)(_rate + (_final - _rate) * done);
    }
}
