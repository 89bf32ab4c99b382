namespace Winnow.Training.Recipes;

/// <summary>When the whole state of training is saved, so that a killed run goes on where it was. Does not change the result.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Steps between checkpoints; 0: only after each evaluation. Default 0.</summary>
    public int EverySteps { get; init; }

    /// <summary>Checkpoints kept, at least 1; older ones are deleted. Default 2.</summary>
    public int Keep { get; init; } = 2;
}
