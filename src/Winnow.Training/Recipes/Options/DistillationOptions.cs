namespace Winnow.Training.Recipes;

/// <summary>Whom a model learns from, instead of from what came true.</summary>
public sealed record DistillationOptions
{
    /// <summary>Directory of a ranking model; relative to the working directory.</summary>
    public string Teacher { get; init; } = "";
}
