namespace Winnow.Training.Progress;

/// <summary>What <see cref="ProgressWatch"/> remembers between evaluations.</summary>
/// <param name="Best">Best value of the watched metric; null before the first evaluation.</param>
/// <param name="BestStep">Steps taken when it was measured.</param>
/// <param name="PoorEvaluations">Evaluations since then, none of them better.</param>
/// <param name="PoorSinceDecay">Of these, the ones since the learning rate was last lowered.</param>
/// <param name="RateFactor">What the scheduled learning rates are multiplied by.</param>
public sealed record WatchState(double? Best, long BestStep, int PoorEvaluations, int PoorSinceDecay, float RateFactor)
{
    /// <summary>Before the first evaluation.</summary>
    public static WatchState Fresh { get; } = new(null, 0, 0, 0, 1);
}
