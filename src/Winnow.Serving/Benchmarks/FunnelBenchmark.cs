using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training;
using Winnow.Training.Benchmarks;
using Winnow.Training.Laboratory;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;
using Winnow.Training.Scoring;

namespace Winnow.Serving.Benchmarks;

/// <summary>Trains what a funnel needs, packs it and judges it beside its own ranker.</summary>
/// <remarks>Models that are there are not trained again, so that the figures are of the models a server would load. Time budgets are lifted:
/// what a late stage costs is another question.</remarks>
public sealed class FunnelBenchmark(FunnelSuite suite, int threads, IProgress<string>? progress = null, DatasetStore? store = null)
{
    private static readonly TimeSpan s_noBudget = TimeSpan.FromMinutes(10);

    /// <summary>The folder into which recipes are trained; funnel files name the models in it.</summary>
    public const string Runs = "runs";

    /// <summary>The folder into which releases are packed.</summary>
    public const string Releases = "releases";

    /// <summary>The folder that holds <see cref="Runs"/> and <see cref="Releases"/>; empty: the working directory.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Judges one case.</summary>
    /// <param name="one">The case.</param>
    /// <param name="cancel">Stops it; models that are complete stay.</param>
    /// <exception cref="ArgumentException">A recall model was trained on another cut than the ranker, or the funnel does not fit the models.</exception>
    public FunnelFigures Run(FunnelCase one, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(one);
        foreach (FunnelRecipe recipe in one.Recipes) Train(recipe, cancel);
        FunnelOptions options = WithoutBudgets(FunnelOptions.Load(Path.Combine(suite.RecipeFolder, "funnels", one.Funnel + ".yaml")));
        if (options.Rank is null) throw new ArgumentException($"Funnel '{one.Funnel}' has no ranker, so there is nothing to compare it with.", nameof(one));
        using WorkerTeam team = new(threads);
        using TrainedModel ranker = ModelDirectory.Load(options.Rank.Model, team);
        CheckCuts(options, ranker.Info.Recipe);
        InteractionSplit split = ExampleData.LoadSplit(ranker.Info.Recipe, store).Refit();
        string directory = Path.Combine(Folder, Releases, one.Funnel);
        ReleaseBuilder.Pack(directory, options, CatalogueData.Load(options.Catalogue, store), team, progress, cancel);
        using Release release = Release.Load(directory);
        FunnelJudge judge = new(release, split);
        progress?.Report($"{one.Funnel}: the ranker scores {split.Train.Items.Count:N0} items for {split.Test.Users.Count:N0} users");
        using RankerScorer scorer = new(ranker, split.Train, ExampleData.LoadItems(ranker.Info.Recipe, store), ExampleData.LoadUsers(ranker.Info.Recipe, store));
        int[][] best = judge.BestOfRanker(scorer, threads, cancel);
        progress?.Report($"{one.Funnel}: the funnel answers them");
        return judge.Judge(best, cancel);
    }

    /// <summary>The figures as rows of a suite.</summary>
    /// <param name="one">The case.</param>
    /// <param name="figures">Its figures.</param>
    public IEnumerable<BenchmarkRow> Rows(FunnelCase one, FunnelFigures figures)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(figures);
        yield return Row("NDCG@10 of the funnel", figures.FunnelNdcg);
        yield return Row("NDCG@10 of the ranker, whole catalogue", figures.RankerNdcg);
        yield return Row("share of NDCG@10 kept", figures.Share);
        foreach (StageFigures stage in figures.Stages)
        {
            yield return Row($"recall of the ranker's ten best after {stage.Stage}", stage.Recall);
            yield return Row($"milliseconds of {stage.Stage}", stage.Milliseconds);
        }

        BenchmarkRow Row(string metric, double value) => new(one.Dataset, one.Funnel, metric, suite.Protocol, double.NaN, value, 0, figures.Seconds);
    }

    private void Train(FunnelRecipe recipe, CancellationToken cancel)
    {
        string directory = Path.Combine(Folder, Runs, recipe.Name), path = Path.Combine(suite.RecipeFolder, recipe.Name + ".yaml");
        if (Directory.Exists(directory)) return;
        progress?.Report($"training {recipe.Name}");
        if (RecommenderRecipe.Recognises(File.ReadAllText(path), path))
            RecommenderTrainer.Run(RecommenderRecipe.Load(path, [.. recipe.Settings, $"threads={threads}"]), new LaboratoryOptions { Output = directory, Store = store }, cancel);
        else
            Trainer.Run(Recipe.Load(path, [.. recipe.Settings, $"threads={threads}"]), new TrainerOptions { Output = directory, Store = store }, cancel);
    }

    /// <summary>What chooses for the ranker must not have seen what the ranker is judged on.</summary>
    private static void CheckCuts(FunnelOptions options, Recipe ranker)
    {
        if (CutOf(ranker) is not { } cut)
            throw new ArgumentException($"The ranker '{options.Rank!.Model}' was trained on rows, not on a log (data.interactions); its lists cannot be judged.");
        foreach (ModelSourceOptions source in options.Recall.Sources.OfType<ModelSourceOptions>()) Check(source.Model, CutOf(RecommenderDirectory.ReadInfo(source.Model).Recipe));
        if (options.PreRank is { } preRank) Check(preRank.Model, CutOf(ModelDirectory.ReadInfo(preRank.Model).Recipe));

        void Check(string model, string? other)
        {
            if (other == cut) return;
            throw new ArgumentException($"'{model}' was trained on another log or cut than the ranker '{options.Rank!.Model}', so it may know what is judged. Train it by the same data and split.");
        }
    }

    /// <summary>Log and cut of a ranking model; null: it was trained on rows.</summary>
    private static string? CutOf(Recipe recipe) => recipe.Data.Interactions is { } data
        ? CutOf(new RecommenderRecipe { Data = data.Log, Split = data.Split, Seed = recipe.Seed }) : null;

    private static string CutOf(RecommenderRecipe recipe)
    {
        JsonObject json = (recipe with { Split = recipe.Split ?? new LeaveOneOut() }).ToJson();
        return $"{json["data"]!.ToJsonString()} {json["split"]!.ToJsonString()}";
    }

    private static FunnelOptions WithoutBudgets(FunnelOptions options) => options with
    {
        Budgets = options.Budgets with { Total = s_noBudget, Recall = TimeSpan.Zero, ReRank = TimeSpan.Zero },
        PreRank = options.PreRank is { } preRank ? preRank with { Budget = TimeSpan.Zero } : null,
        Rank = options.Rank is { } rank ? rank with { Budget = TimeSpan.Zero } : null,
    };
}
