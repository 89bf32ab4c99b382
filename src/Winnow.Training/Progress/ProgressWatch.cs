using Winnow.Training.Recipes;

namespace Winnow.Training.Progress;

/// <summary>
/// Watches the validation metric: tells whether an evaluation is the best so far, when to lower the learning rate and when to
/// stop. All it knows is in <see cref="State"/>, which a checkpoint stores.
/// </summary>
public sealed class ProgressWatch(EarlyStoppingOptions stopping, PlateauOptions plateau)
{
    /// <summary>Everything the watch remembers.</summary>
    public WatchState State { get; set; } = WatchState.Fresh;

    /// <summary>Whether so many evaluations in a row were no better than the best that training should end.</summary>
    public bool ShouldStop => stopping.Patience > 0 && State.PoorEvaluations >= stopping.Patience;

    /// <summary>Takes in one evaluation.</summary>
    /// <param name="metric">Value of the watched metric; finite.</param>
    /// <param name="step">Steps taken so far.</param>
    /// <returns>True if it is the best so far, by more than <see cref="EarlyStoppingOptions.MinDelta"/>.</returns>
    public bool Observe(double metric, long step)
    {
        double gain = State.Best is not { } best ? double.PositiveInfinity : stopping.HigherIsBetter ? metric - best : best - metric;
        if (gain > stopping.MinDelta)
        {
            State = State with { Best = metric, BestStep = step, PoorEvaluations = 0, PoorSinceDecay = 0 };
            return true;
        }

        bool decays = State.PoorSinceDecay + 1 >= plateau.Patience && plateau.Factor < 1;
        State = State with
        {
            PoorEvaluations = State.PoorEvaluations + 1,
            PoorSinceDecay = decays ? 0 : State.PoorSinceDecay + 1,
            RateFactor = decays ? Math.Max(State.RateFactor * plateau.Factor, plateau.Floor) : State.RateFactor,
        };
        return false;
    }
}
