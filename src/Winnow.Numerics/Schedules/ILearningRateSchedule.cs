namespace Winnow.Numerics;

/// <summary>The learning rate as a function of the step: a value, so that a resumed run continues where it was.</summary>
public interface ILearningRateSchedule
{
    /// <summary>The learning rate of one step.</summary>
    /// <param name="step">0 for the first step.</param>
    float At(long step);
}
