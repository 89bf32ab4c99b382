using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Models;
using Winnow.Training.Recipes;

namespace Winnow.Training.Laboratory;

/// <summary>A fitted recommender and how it did on the test part.</summary>
/// <param name="Recipe">What it was made by.</param>
/// <param name="Model">The model.</param>
/// <param name="Split">What it was fitted and judged on.</param>
/// <param name="Test">How it did; judged once.</param>
public sealed record RecommenderResult(RecommenderRecipe Recipe, ITopNRecommender Model, InteractionSplit Split, TopNReport Test)
{
    /// <summary>How the number of epochs was selected; null: the model does not learn in passes, or made all of them.</summary>
    public EpochSelection? Selection { get; init; }

    /// <summary>Time that fitting took, without the selection of epochs.</summary>
    public TimeSpan FitTime { get; init; }

    /// <summary>Time that judging took.</summary>
    public TimeSpan EvaluationTime { get; init; }
}
