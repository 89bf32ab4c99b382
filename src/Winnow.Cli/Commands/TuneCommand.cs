using System.CommandLine;
using System.Text.Json.Nodes;
using Winnow.Cli.Terminal;
using Winnow.Evaluation;
using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;
using Winnow.Training.Tuning;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow tune RECIPE</c>: searches for settings on the validation part, then fits and judges once.</summary>
internal static class TuneCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> recipe = new("RECIPE") { Description = "Recipe of a recommender: a file, or the name of one that ships with Winnow." };
        Option<string?> output = new("--output", "-o") { Description = "Model directory to write. Default: runs/NAME-tuned. Record and recipe stand beside it.", HelpName = "DIR" };
        Option<int?> cases = new("--cases") { Description = "Settings tried in all. Default: what the recipe says, else 35.", HelpName = "N" };
        Option<int?> random = new("--random") { Description = "Settings of these drawn at random. Default: what the recipe says, else 5.", HelpName = "N" };
        Option<bool> fresh = new("--fresh") { Description = "Search anew instead of going on from the record of an interrupted search." };
        Option<string[]> set = CommonOptions.Set();
        Option<ulong?> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        Command command = new("tune", "Search for the settings of a recommender on the validation part; fit and judge it once with the best.")
        {
            recipe, output, cases, random, fresh, set, seed, threads, json,
        };
        command.SetAction((arguments, cancel) =>
        {
            string path = RecipeFiles.Find(arguments.GetRequiredValue(recipe)), name = Path.GetFileNameWithoutExtension(path);
            List<string> overrides = [.. Overrides.Of(arguments.GetValue(set)!, arguments.GetValue(seed), arguments.GetValue(threads))];
            if (arguments.GetValue(cases) is { } c) overrides.Add($"search.cases={c}");
            if (arguments.GetValue(random) is { } r) overrides.Add($"search.random={r}");
            if (!RecommenderRecipe.Recognises(File.ReadAllText(path), path))
                throw new ArgumentException($"{path} is the recipe of a ranking model; winnow tune takes recommenders, such as {string.Join(", ", RecommenderRecipe.ModelNames.Take(4))}.");
            RecommenderRecipe loaded = RecommenderRecipe.Load(path, overrides);
            string directory = Path.GetFullPath(arguments.GetValue(output) ?? Path.Combine("runs", name + "-tuned"));
            Run(loaded, name, directory, arguments.GetValue(fresh), new Output(arguments.GetValue(json)), cancel);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(RecommenderRecipe recipe, string name, string directory, bool fresh, Output output, CancellationToken cancel)
    {
        string record = directory + ".trials.jsonl", found = directory + ".yaml";
        if (fresh) File.Delete(record);
        output.Say($"Search space: {recipe.SearchSpace()}. Metric: {recipe.Search.Metric} on the validation part. Record: {record}");
        LaboratoryView view = new(name, recipe.Search.Method == SearchMethod.Bayesian ? recipe.Search.Cases : 0);
        RecommenderTuningResult result = RecommenderTuner.Run(recipe, record, new LaboratoryOptions { Output = directory, Observer = view }, cancel);
        view.Done();
        File.WriteAllText(found, result.Found.ToYaml());
        TopNComparison judged = RecommenderRows.Judged(name, result.Final);
        if (output.Json) WriteJson(result, judged, directory, found, record);
        else
        {
            Trial best = result.Search.Best;
            Console.Out.WriteLine($"Best of {result.Search.Trials.Count} trials ({result.Search.Trials.Count(t => t.Value is null)} failed, {result.Search.Replayed} from the record): "
                + $"trial {best.Number}, {best.SettingsText}, validation {recipe.Search.Metric} {best.Value:0.0000}");
            RecommenderRows.Print(judged, result.Final.Recipe.Evaluation, output);
            Console.Out.WriteLine($"Model:  {directory}\nRecipe: {found}\nReport: {Path.Combine(directory, "report.html")}");
        }
    }

    private static void WriteJson(RecommenderTuningResult result, TopNComparison judged, string directory, string found, string record) => Output.WriteJson(writer => new JsonObject
    {
        ["model"] = directory,
        ["recipe"] = found,
        ["record"] = record,
        ["trials"] = result.Search.Trials.Count,
        ["failed"] = result.Search.Trials.Count(t => t.Value is null),
        ["replayed"] = result.Search.Replayed,
        ["best"] = new JsonObject
        {
            ["trial"] = result.Search.Best.Number,
            ["settings"] = new JsonObject(result.Search.Best.Settings.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
            ["validation"] = result.Search.Best.Value,
            ["epochs"] = result.Search.Best.Epochs,
        },
        ["test"] = ComparisonRows.ToJson(judged),
    }.WriteTo(writer));
}
