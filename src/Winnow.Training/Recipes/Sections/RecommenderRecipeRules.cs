using Winnow.Data;
using Winnow.Evaluation;

namespace Winnow.Training.Recipes;

/// <summary>What no key can check alone.</summary>
internal static class RecommenderRecipeRules
{
    public static void Check(RecommenderRecipe recipe, YamlSection root)
    {
        bool published = recipe.Data.Split.Length > 0;
        int sources = (published ? 1 : 0) + (recipe.Data.Name.Length > 0 ? 1 : 0) + (recipe.Data.Files.Count > 0 ? 1 : 0);
        if (sources != 1)
        {
            root.Fault("data", sources > 1
                ? "Key 'data' gives more than one of split, name and files; expected one of them."
                : $"Key 'data' says neither split (one of {string.Join(", ", PublishedSplits.Names)}) nor name (one of {string.Join(", ", PublishedLogs.Names)}) nor files.");
        }
        if (published && recipe.Data.Filter != new FilterOptions())
            root.Fault("data", $"Key 'data.filter' is for logs; '{recipe.Data.Split}' is published as it is. Leave the filter out.");
        if (recipe.Data.Name.Length == 0 && recipe.Data.ItemFeatures.Count + recipe.Data.UserFeatures.Count > 0)
            root.Fault("data", "Keys 'data.itemFeatures' and 'data.userFeatures' are for logs of the catalogue; name one under 'data.name'.");
        if (published && recipe.Split is not null)
            root.Fault("split", $"Key 'split' is for logs; '{recipe.Data.Split}' is cut already. Say under 'validation' how its training part is cut for tuning.");
        if (recipe.Validation is UserHoldOut)
            root.Fault("validation", "Key 'validation' holds out whole users, which cannot be cut from a training part. Take leaveOneOut or randomHoldOut, or leave it out.");
        CheckEvaluation(recipe.Evaluation, root);
        if (recipe.Search.Random > recipe.Search.Cases)
            root.Fault("search", $"Key 'search.random' is {recipe.Search.Random}, more than the {recipe.Search.Cases} of search.cases.");
        if (recipe.Search.Method == SearchMethod.Halving && RecommenderModels.EpochsKey(recipe.Model) is null)
            root.Fault("search", $"Key 'search.method' is halving, but {recipe.ModelName} does not learn in passes that can be stopped; expected bayesian.");
    }

    private static void CheckEvaluation(TopNEvaluationOptions evaluation, YamlSection root)
    {
        int[] cutoffs = evaluation.Cutoffs;
        if (cutoffs.Length == 0 || !cutoffs.SequenceEqual(cutoffs.Distinct().Order()))
            root.Fault("evaluation", $"Key 'evaluation.cutoffs' is [{string.Join(", ", cutoffs)}]; expected at least one, ascending.");
        if (evaluation.BootstrapRounds is > 0 and < 20)
            root.Fault("evaluation", $"Key 'evaluation.bootstrapRounds' is {evaluation.BootstrapRounds}; expected 0, or at least 20.");
        string[] legal = YamlNames.All<TopNMetric>();
        foreach (string metric in evaluation.Metrics.Where(m => !YamlNames.TryParse(m, out TopNMetric _)))
        {
            string meant = NearestName.Find(metric, legal) is { } near ? $" Did you mean '{near}'?" : "";
            root.Fault("evaluation", $"Key 'evaluation.metrics' names '{metric}'; expected some of {string.Join(", ", legal)}.{meant}");
        }
    }
}
