using System.CommandLine;
using Winnow.Cli.Terminal;
using Winnow.Evaluation;
using Winnow.Evaluation.Reports;
using Winnow.Training.Laboratory;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow compare RECIPE|MODEL…</c>: recommenders side by side on one test part.</summary>
internal static class CompareCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string[]> models = new("RECIPE|MODEL")
        {
            Description = "Recipes, which are fitted, and model directories, which are loaded; all of one split.", Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> reference = new("--reference") { Description = "Model that the others are tested against. Default: the best by the first metric.", HelpName = "NAME" };
        Option<string?> html = new("--html") { Description = "Write a self-contained report to this file.", HelpName = "FILE" };
        Option<string[]> set = CommonOptions.Set();
        Option<ulong?> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        Command command = new("compare", "Fit or load recommenders, judge them on the same test part, and tell differences from luck.")
        {
            models, reference, html, set, seed, threads, json,
        };
        command.SetAction((arguments, cancel) =>
        {
            Output output = new(arguments.GetValue(json));
            IReadOnlyList<string> overrides = Overrides.Of(arguments.GetValue(set)!, arguments.GetValue(seed));
            Contender[] contenders = [.. arguments.GetRequiredValue(models).Select(m => ContenderOf(m, overrides))];
            LaboratoryView view = new("compare");
            TopNComparison comparison = RecommenderComparer.Run(
                contenders, arguments.GetValue(threads) ?? 0, arguments.GetValue(reference), new LaboratoryOptions { Observer = view }, cancel);
            view.Done();
            if (arguments.GetValue(html) is { } file)
            {
                HtmlReport.Write(file, LaboratoryReport.Of(comparison, "Recommenders compared", contenders));
                output.Say($"Report: {file}");
            }
            if (output.Json) Output.WriteJson(writer => ComparisonRows.ToJson(comparison).WriteTo(writer));
            else
            {
                output.Results.Write(ComparisonRows.Table(comparison, intervals: true));
                Console.Out.WriteLine(ComparisonRows.Legend(comparison));
            }
            return Task.FromResult(0);
        });
        return command;
    }

    private static Contender ContenderOf(string given, IReadOnlyList<string> overrides)
    {
        if (Directory.Exists(given)) return new Contender(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(given))), null, RequireRecommender(given));
        string path = RecipeFiles.Find(given);
        if (!RecommenderRecipe.Recognises(File.ReadAllText(path), path))
            throw new ArgumentException($"{path} is the recipe of a ranking model; winnow compare takes recommenders, such as {string.Join(", ", RecommenderRecipe.ModelNames.Take(4))}.");
        return new Contender(Path.GetFileNameWithoutExtension(path), RecommenderRecipe.Load(path, overrides), null);
    }

    private static string RequireRecommender(string directory) => RecommenderDirectory.IsOne(directory)
        ? directory
        : throw new ArgumentException($"{directory} holds no recommender. Name a directory that `winnow train` wrote for one, or a recipe.");
}
