using Winnow.Cli.Terminal;
using Winnow.Numerics;
using Winnow.Serving;
using Winnow.Training;
using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;

namespace Winnow.Cli.Quickstart;

/// <summary>Trains what a service needs (recall, ranker, and a pre-ranker that learns from it) and packs a release.</summary>
/// <param name="shop">The log.</param>
/// <param name="directory">Where models and release go.</param>
internal sealed class QuickstartService(QuickstartShop shop, string directory)
{
    private static readonly string[] s_recall = ["ials", "itemknn"];

    /// <summary>The release directory.</summary>
    public string Release => Path.Combine(directory, "releases", shop.Name);

    /// <summary>The funnel file, with every default written out: a start for one's own.</summary>
    public string FunnelFile => Path.Combine(directory, "funnel.yaml");

    /// <summary>Trains and packs.</summary>
    /// <param name="output">Where to tell what is being done.</param>
    /// <param name="cancel">Gives up.</param>
    public ReleaseInfo Build(Output output, CancellationToken cancel)
    {
        foreach (string model in s_recall) TrainRecall(Recipe(model), cancel);
        TrainRanker(Recipe("ranker"), [], cancel);
        TrainRanker(Recipe("pre-ranker"), [$"data.interactions.distil.teacher={QuickstartData.Quoted(Model(Recipe("ranker")))}"], cancel);
        FunnelOptions funnel = Funnel();
        File.WriteAllText(FunnelFile, funnel.ToJson().ToJsonString(new() { WriteIndented = true }));
        using WorkerTeam team = new(Environment.ProcessorCount);
        return ReleaseBuilder.Pack(Release, funnel, CatalogueData.Load(funnel.Catalogue), team, new Said(output), cancel);
    }

    private string Recipe(string model) => $"{shop.Name}-{model}";

    private string Model(string recipe) => Path.Combine(directory, recipe);

    private void TrainRecall(string recipe, CancellationToken cancel)
    {
        RecommenderRecipe loaded = RecommenderRecipe.Load(RecipeFiles.Find(recipe), shop.RecommenderOverrides);
        LaboratoryView view = new(recipe);
        RecommenderTrainer.Run(loaded, new LaboratoryOptions { Output = Model(recipe), Observer = view }, cancel);
        view.Done();
    }

    private void TrainRanker(string recipe, IReadOnlyList<string> overrides, CancellationToken cancel)
    {
        Recipe loaded = Training.Recipes.Recipe.Load(RecipeFiles.Find(recipe), [.. shop.RankingOverrides, .. overrides]);
        Trainer.Run(loaded, new TrainerOptions { Output = Model(recipe), Observer = new TrainingView(recipe) }, cancel);
    }

    /// <summary>The funnel of the shop, its models being those just trained.</summary>
    private FunnelOptions Funnel()
    {
        FunnelOptions file = FunnelOptions.Load(FunnelFiles.Find(shop.Name));
        return file with
        {
            Catalogue = shop.Catalogue ?? file.Catalogue,
            Recall = file.Recall with { Sources = [.. file.Recall.Sources.Select(s => s is ModelSourceOptions m ? m with { Model = Moved(m.Model) } : s)] },
            PreRank = file.PreRank! with { Model = Moved(file.PreRank.Model) },
            Rank = file.Rank! with { Model = Moved(file.Rank.Model) },
        };
    }

    private string Moved(string model) => Model(Path.GetFileName(model));
}
