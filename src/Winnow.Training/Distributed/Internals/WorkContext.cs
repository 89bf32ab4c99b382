using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training.Distributed;

/// <summary>What the slots of a worker have in common.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Data">The rows.</param>
/// <param name="Mode">How workers keep step.</param>
/// <param name="FirstStep">Steps of the run before position 0.</param>
internal sealed record WorkContext(Recipe Recipe, TrainingData Data, SyncMode Mode, long FirstStep)
{
    /// <summary>The steps by number.</summary>
    public RunPlan Plan { get; } = new(Recipe, Data.TrainingRows);

    /// <summary>Positions a step.</summary>
    public int Parts => Recipe.Training.MicroBatches;

    /// <summary>Parts of a step that rows wait for; 1: they are updated by each part.</summary>
    public int TableParts => Mode == SyncMode.Hybrid ? 1 : Parts;

    /// <summary>Whether the rows of a step are those that the step before left.</summary>
    public bool WaitsForTables => Mode == SyncMode.Bsp;

    /// <summary>Whether the layers of a step are those that the step before left.</summary>
    public bool WaitsForBlocks => Mode is SyncMode.Bsp or SyncMode.Hybrid;

    /// <summary>Whether late gradients are corrected, which needs the rows they were computed at.</summary>
    public bool Compensates => Mode == SyncMode.DcAsgd;

    /// <summary>The random numbers of dropout.</summary>
    public RandomStream Dropout { get; } = new(Recipe.Seed, "dropout");
}
