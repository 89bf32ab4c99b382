using Winnow.Data;
using Winnow.Training.Progress;

namespace Winnow.Training.Checkpoints;

/// <summary>Everything a run remembers besides weights and rows: together with them, one moment of training.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Position">The next batch.</param>
/// <param name="LossSum">Sum of the losses of the steps since the last evaluation.</param>
/// <param name="LossSteps">Number of these steps.</param>
/// <param name="Watch">What early stopping and plateau decay remember.</param>
/// <param name="History">All evaluations so far.</param>
public sealed record TrainingState(
    long Step, DataPosition Position, double LossSum, long LossSteps, WatchState Watch, IReadOnlyList<EvaluationPoint> History)
{
    /// <summary>Before the first step.</summary>
    public static TrainingState Start { get; } = new(0, DataPosition.Start, 0, 0, WatchState.Fresh, []);
}
