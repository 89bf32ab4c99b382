namespace Winnow.Numerics;

/// <summary>rate · factor^⌊step / every⌋.</summary>
/// <param name="rate">The rate at the start, not negative.</param>
/// <param name="factor">What it is multiplied by each time, not negative; usually below 1.</param>
/// <param name="every">Steps between changes, at least 1.</param>
public sealed class StepDecaySchedule(float rate, float factor, long every) : ILearningRateSchedule
{
    private readonly float _rate = Ranges.NotNegative(rate, nameof(rate));
    private readonly float _factor = Ranges.NotNegative(factor, nameof(factor));
    private readonly long _every = Ranges.Positive(every, nameof(every));

    /// <inheritdoc/>
    public float At(long step) => (float)(_rate * Math.Pow(_factor, step / _every));
}
