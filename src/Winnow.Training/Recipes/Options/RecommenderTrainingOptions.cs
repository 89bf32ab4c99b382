namespace Winnow.Training.Recipes;

/// <summary>How a recommender is trained.</summary>
public sealed record RecommenderTrainingOptions
{
    /// <summary>Epochs between two looks at the validation part, for models that learn in passes; at least 1. Default 5.</summary>
    public int EvaluateEvery { get; init; } = 5;

    /// <summary>Looks in a row that are no better than the best after which training stops; 0: all epochs are made. Default 5.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Whether the model to be judged is fitted on training and validation part, with the epochs that validation chose. Default true.</summary>
    public bool Refit { get; init; } = true;
}
