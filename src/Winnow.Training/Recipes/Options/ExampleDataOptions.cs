using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>Rows for a ranking model that are made from a log of interactions: see <see cref="RankingExamples"/>.</summary>
public sealed record ExampleDataOptions
{
    /// <summary>The log.</summary>
    public InteractionDataOptions Log { get; init; } = new();

    /// <summary>How it is cut into training, validation and test events. Default: the last event of each user, and the last but one.</summary>
    public SplitRule? Split { get; init; }

    /// <summary>File with features of the items; empty: those of the data set of the catalogue, if it has any.</summary>
    public string Items { get; init; } = "";

    /// <summary>File with features of the users; empty: those of the data set of the catalogue, if it has any.</summary>
    public string Users { get; init; } = "";

    /// <summary>Negatives and histories. The seed is that of the recipe.</summary>
    public ExampleOptions Examples { get; init; } = new();

    /// <summary>Whose probabilities are the labels of the training rows; null: 1 for events, 0 for negatives.</summary>
    public DistillationOptions? Distil { get; init; }
}
