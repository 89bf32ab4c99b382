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

    /// <summary>Parts a batch is cut into.</summary>
    public int Parts => Recipe.Training.MicroBatches;

    /// <summary>Whether each step has one position more, which has no rows. It is pushed everywhere when all others of the step are, and as a step is applied
    /// when all its positions have come, none is applied anywhere before all its gradients are everywhere. So a worker that takes over a position in
    /// the middle of which another died finds the parameters that one had, and computes the same bytes.</summary>
    public bool EndsSteps => EndsStepsIn(Mode);

    /// <summary>Positions a step.</summary>
    public int Positions => PositionsOf(Mode, Parts);

    /// <summary>Whether the rows of a step are those that the step before left.</summary>
    public bool WaitsForTables => Mode == SyncMode.Bsp;

    /// <summary>Whether the layers of a step are those that the step before left.</summary>
    public bool WaitsForBlocks => Mode is SyncMode.Bsp or SyncMode.Hybrid;

    /// <summary>Whether late gradients are corrected, which needs the rows they were computed at.</summary>
    public bool Compensates => Mode == SyncMode.DcAsgd;

    /// <summary>Positions a step in a mode.</summary>
    public static int PositionsOf(SyncMode mode, int parts) => EndsStepsIn(mode) ? parts + 1 : parts;

    private static bool EndsStepsIn(SyncMode mode) => mode == SyncMode.Bsp;

    /// <summary>The random numbers of dropout.</summary>
    public RandomStream Dropout { get; } = new(Recipe.Seed, "dropout");
}
