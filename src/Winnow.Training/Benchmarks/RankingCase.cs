using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Training.Benchmarks;

/// <summary>A case of click prediction: a recipe of the library and its published AUC and log loss.</summary>
internal sealed class RankingCase : BenchmarkCase
{
    private readonly string _recipeFolder, _protocol;

    private RankingCase(string recipe, string dataset, string model, IReadOnlyList<PublishedFigure> published, string recipeFolder, string protocol)
        : base(recipe, dataset, dataset, model, published) => (_recipeFolder, _protocol) = (recipeFolder, protocol);

    public override bool UsesSeed => true;

    public static RankingCase From(YamlSection yaml, string recipeFolder, string protocol) => new(
        yaml.Text("recipe"), yaml.Text("dataset"), yaml.Text("model"),
        [new PublishedFigure("auc", yaml.Number("auc", double.NaN, 0, 1)), new PublishedFigure("logLoss", yaml.Number("logLoss", double.NaN, 0))],
        recipeFolder, protocol);

    internal override CaseRun Run(int run, int runs, BenchmarkSession session, CancellationToken cancel)
    {
        Recipe recipe = RecipeOf(session.Options);
        recipe = recipe with { Seed = recipe.Seed + (ulong)run };
        TrainerOptions trainer = new()
        {
            Observer = session.Options.Observer?.OnRun(this, run + 1, runs), Time = session.Options.Time, Store = session.Options.Store,
        };
        TrainingResult result = Trainer.Run(recipe, trainer, cancel);
        return new CaseRun([result.Test!.Auc, result.Test!.LogLoss], ["auc", "logLoss"], _protocol, result.Elapsed.TotalSeconds, double.NaN);
    }

    /// <summary>The recipe without what a benchmark does not need: intervals and importances take longer than some trainings.</summary>
    private Recipe RecipeOf(BenchmarkOptions options) => Recipe.Load(
        Path.Combine(_recipeFolder, Name + ".yaml"),
        ["evaluation.bootstrapRounds=0", "evaluation.featureImportance=false", .. options.Overrides]);
}
