namespace Winnow.Training.Recipes;

/// <summary>Lowers the learning rates when the validation metric no longer improves.</summary>
public sealed record PlateauOptions
{
    /// <summary>What the rates are multiplied by, in (0, 1]; 1: never lowered. Default 1.</summary>
    public float Factor { get; init; } = 1;

    /// <summary>Evaluations without a new best after which the rates are lowered, at least 1. Default 1.</summary>
    public int Patience { get; init; } = 1;

    /// <summary>The rates never fall below this share of their scheduled value, in [0, 1]. Default 0.001.</summary>
    public float Floor { get; init; } = 1e-3f;
}
