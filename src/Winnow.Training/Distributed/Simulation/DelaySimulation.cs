using Winnow.Training.Recipes;

namespace Winnow.Training.Distributed.Simulation;

/// <summary>Trains the model of a recipe as asynchronous workers would, one of which is as late as another, in one process and always with the same
/// result: what delay does to a model, and what compensating for it does, without the chance of real machines.</summary>
public static class DelaySimulation
{
    /// <summary>Runs a recipe from start to end.</summary>
    /// <param name="recipe">What to do; batches are whole.</param>
    /// <param name="delay">The workers.</param>
    /// <param name="options">Places and eyes; null: nothing is written, nobody is told.</param>
    /// <param name="cancel">Stops between two updates.</param>
    /// <exception cref="ArgumentException">An option is outside its legal range, or recipe and mode do not go together.</exception>
    /// <exception cref="TrainingDivergedException">Loss or gradients are no longer finite, which too late gradients are known to cause.</exception>
    public static TrainingResult Run(Recipe recipe, DelayOptions delay, TrainerOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(delay);
        delay.Validate();
        SyncOptions sync = delay.Sync with { WarmSteps = 0 };       // what is late is to be late from the first step on
        return Trainer.Run(
            recipe, options ?? new TrainerOptions(),
            (r, data, team, o) =>
            {
                LocalProvider provider = new(team);
                return new StoredRun(r, data, team, o, sync, provider, run => new DelayedDriver(run, delay, r.Seed, team)) { Owned = provider };
            },
            cancel);
    }
}
