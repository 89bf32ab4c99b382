using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;

namespace Winnow.Training.ModelFiles;

/// <summary>What <c>model.json</c> tells about a recommender: how it came to be and how good it is.</summary>
/// <remarks>Nothing here depends on clock, machine or threads, so that the same recipe gives the same file.</remarks>
public sealed record RecommenderInfo
{
    /// <summary>Version of the library that fitted it.</summary>
    public required string Library { get; init; }

    /// <summary>The recipe, every default written out.</summary>
    public required RecommenderRecipe Recipe { get; init; }

    /// <summary>Fingerprint of the split.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How the metrics came about, in one line.</summary>
    public required string Protocol { get; init; }

    /// <summary>Number of users, those without an event included.</summary>
    public required int Users { get; init; }

    /// <summary>Number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Events fitted on.</summary>
    public required int TrainingEvents { get; init; }

    /// <summary>Users judged.</summary>
    public required int JudgedUsers { get; init; }

    /// <summary>Users left out of judging because nothing of theirs was held out.</summary>
    public required int UsersWithoutRelevant { get; init; }

    /// <summary>Epochs made, when they were selected on the validation part; null otherwise.</summary>
    public int? Epochs { get; init; }

    /// <summary>Test metrics by name, with cut-off and candidates: <c>HR@10 [1+99]</c>.</summary>
    public required IReadOnlyDictionary<string, double> TestMetrics { get; init; }

    internal static RecommenderInfo Of(RecommenderResult result)
    {
        InteractionSplit split = result.Split;
        return new RecommenderInfo
        {
            Library = LibraryVersion.Full, Recipe = result.Recipe, Fingerprint = split.Fingerprint, Protocol = result.Test.Protocol.ToString(),
            Users = split.Train.Users.Count, Items = split.Train.Items.Count, TrainingEvents = split.Train.Count,
            JudgedUsers = result.Test.Users, UsersWithoutRelevant = result.Test.UsersWithoutRelevant, Epochs = result.Selection?.Epochs,
            TestMetrics = MetricsOf(result.Test, result.Recipe.Evaluation),
        };
    }

    /// <summary>The metrics a recipe shows, at its cut-offs.</summary>
    internal static IReadOnlyDictionary<string, double> MetricsOf(TopNReport report, TopNEvaluationOptions evaluation)
    {
        Dictionary<string, double> metrics = [];
        foreach (int cutoff in evaluation.Cutoffs)
            foreach (TopNMetric metric in evaluation.MetricsShown) metrics[report.Protocol.NameOf(metric, cutoff)] = report.Mean(metric, cutoff);
        return metrics;
    }
}
