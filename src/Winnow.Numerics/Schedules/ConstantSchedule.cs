namespace Winnow.Numerics;

/// <summary>The same learning rate for ever.</summary>
/// <param name="rate">The rate, not negative.</param>
public sealed class ConstantSchedule(float rate) : ILearningRateSchedule
{
    private readonly float _rate = Ranges.NotNegative(rate, nameof(rate));

    /// <inheritdoc/>
    public float At(long step) => _rate;
}
