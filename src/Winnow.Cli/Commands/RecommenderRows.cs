using System.Text.Json.Nodes;
using Winnow.Cli.Terminal;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Training.Laboratory;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;
using Winnow.Training.Scoring;

namespace Winnow.Cli.Commands;

/// <summary>What <c>winnow train</c> and <c>winnow evaluate</c> do for recommenders.</summary>
internal static class RecommenderRows
{
    /// <summary>Trains, judges, writes the model directory and prints.</summary>
    public static void Train(RecommenderRecipe recipe, string name, string directory, Output output, CancellationToken cancel)
    {
        LaboratoryView view = new(name);
        RecommenderResult result = RecommenderTrainer.Run(recipe, new LaboratoryOptions { Output = directory, Observer = view }, cancel);
        view.Done();
        TopNComparison judged = Judged(name, result);
        if (output.Json)
        {
            JsonObject json = ComparisonRows.ToJson(judged);
            json.Insert(0, "model", directory);
            json.Insert(1, "epochs", result.Selection?.Epochs);
            Output.WriteJson(writer => json.WriteTo(writer));
            return;
        }
        if (result.Selection is { } selection)
            output.Say($"{selection.Epochs} epochs selected on the validation part ({recipe.Search.Metric} {selection.Value:0.0000}, {selection.Looks.Count} looks)");
        Print(judged, recipe.Evaluation, output);
        Console.Out.WriteLine($"Model:  {directory}\nReport: {Path.Combine(directory, "report.html")}");
    }

    /// <summary>Judges a model directory anew on the test part of its recipe's data.</summary>
    public static void Evaluate(string directory, int threads, Output output, CancellationToken cancel)
    {
        using WorkerTeam team = new(threads);
        using FittedRecommender fitted = RecommenderDirectory.Load(directory);
        TopNReport report = RecommenderComparer.Judge(fitted, directory, team, new LaboratoryOptions(), cancel);
        TopNComparison judged = TopNComparison.Of([new ComparedModel(fitted.Info.Recipe.ModelName, report)], RecommenderComparer.OptionsOf(fitted.Info.Recipe.Evaluation, null, threads));
        if (output.Json) Output.WriteJson(writer => ComparisonRows.ToJson(judged).WriteTo(writer));
        else Print(judged, fitted.Info.Recipe.Evaluation, output);
    }

    /// <summary>Judges a ranking model as a recommender, on the test events of its log.</summary>
    public static void EvaluateLists(TrainedModel trained, WorkerTeam team, Output output, CancellationToken cancel)
    {
        TopNEvaluationOptions evaluation = new();
        TopNReport report = RankerJudge.Judge(trained, evaluation.ToTopN(), team, cancel: cancel);
        TopNComparison judged = TopNComparison.Of([new ComparedModel(trained.Info.Recipe.ModelName, report)], RecommenderComparer.OptionsOf(evaluation, null, team.Threads));
        if (output.Json) Output.WriteJson(writer => ComparisonRows.ToJson(judged).WriteTo(writer));
        else Print(judged, evaluation, output);
    }

    /// <summary>One model as a comparison with nothing, for its intervals.</summary>
    public static TopNComparison Judged(string name, RecommenderResult result) => TopNComparison.Of(
        [new ComparedModel(name, result.Test) { Fit = result.FitTime }], RecommenderComparer.OptionsOf(result.Recipe.Evaluation, null, Environment.ProcessorCount));

    /// <summary>Table and protocol.</summary>
    public static void Print(TopNComparison judged, TopNEvaluationOptions evaluation, Output output)
    {
        output.Results.Write(ComparisonRows.Table(judged, intervals: evaluation.BootstrapRounds > 0));
        Console.Out.WriteLine(ComparisonRows.Legend(judged));
    }
}
