using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Winnow.Cli.Terminal;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Training.ModelFiles;
using Winnow.Training.Scoring;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow evaluate MODEL</c>: what a model directory says of itself, or how it does on other rows.</summary>
internal static class EvaluateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "Model directory, as `winnow train` writes it." };
        Option<string[]> data = new("--data")
        {
            Description = "Files to judge on, in the format of the training files. Default: the metrics stored with the model.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        Option<bool> lists = new("--lists")
        {
            Description = "Judge a ranking model that was trained on a log by its lists of the whole catalogue, as recommenders are judged.",
        };
        Option<string?> teacher = new("--teacher")
        {
            Description = "Ranking model that this one was distilled from: tells how many of its best items this one keeps for it.",
            HelpName = "MODEL",
        };
        Option<int?> threads = CommonOptions.Threads();
        Option<double?> maxBadRows = CommonOptions.MaxBadRows();
        Option<bool> json = CommonOptions.Json();
        Command command = new("evaluate", "Judge a trained model on the rows of other files.") { model, data, lists, teacher, threads, maxBadRows, json };
        command.SetAction((arguments, cancel) =>
        {
            string directory = arguments.GetRequiredValue(model);
            string[] files = arguments.GetValue(data)!;
            if (RecommenderDirectory.IsOne(directory))
            {
                if (files.Length > 0) throw new ArgumentException($"{directory} holds a recommender, which is judged on the test part of its recipe's data; --data is for ranking models. Leave it out.");
                RecommenderRows.Evaluate(directory, arguments.GetValue(threads) ?? Environment.ProcessorCount, new Output(arguments.GetValue(json)), cancel);
                return Task.FromResult(0);
            }
            using Numerics.WorkerTeam team = new(arguments.GetValue(threads) ?? Environment.ProcessorCount);
            using TrainedModel trained = ModelDirectory.Load(directory, team);
            BadRowLog badRows = new(arguments.GetValue(maxBadRows) is { } share ? BadRowLimit.Default with { Fraction = share } : null);
            Output output = new(arguments.GetValue(json));
            if (arguments.GetValue(teacher) is { } heavy) PrintAgreement(trained, heavy, team, output);
            else if (arguments.GetValue(lists)) RecommenderRows.EvaluateLists(trained, team, output, cancel);
            else if (files.Length == 0) PrintStored(trained, directory, output);
            else Judge(trained, files, badRows, team.Threads, output);
            if (badRows.Count > 0) output.Say(badRows.ToString());
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Judge(TrainedModel trained, string[] files, BadRowLog badRows, int threads, Output output)
    {
        PointwiseReport report = trained.Score(RecordFile.Open(files, trained.Plan.Schema), badRows, threads).Judge();
        string name = $"{trained.Info.Recipe.ModelName} on {string.Join(", ", files.Select(f => Path.GetFileName(f)))}";
        if (output.Json) Output.WriteJson(report.WriteTo);
        else new MetricRows().Add(name, report).Print(output.Results);
    }

    private static void PrintAgreement(TrainedModel student, string directory, Numerics.WorkerTeam team, Output output)
    {
        using TrainedModel teacher = ModelDirectory.Load(directory, team);
        RankAgreementOptions options = new();
        RankAgreement agreement = RankAgreement.Measure(teacher, student, options);
        if (output.Json) Output.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("recall", agreement.Recall);
            json.WriteNumber("users", agreement.Users);
            json.WriteEndObject();
        });
        else Console.Out.WriteLine($"{100 * agreement.Recall:0.0} % of the teacher's best {options.TeacherTop} of {options.Candidates} items are among the best {options.StudentTop} of the student ({agreement.Users:N0} users)");
    }

    private static void PrintStored(TrainedModel trained, string directory, Output output)
    {
        IReadOnlyDictionary<string, double> metrics = trained.Info.TestMetrics.Count > 0 ? trained.Info.TestMetrics : trained.Info.ValidationMetrics;
        if (metrics.Count == 0)
            throw new InvalidDataException($"{directory} stores no metrics: nothing was held out when it was trained. Give rows with --data FILE.");
        if (output.Json) Output.WriteJson(json => WriteStored(json, metrics));
        else output.Results.Write(StoredTable(trained, metrics));
    }

    private static Table StoredTable(TrainedModel trained, IReadOnlyDictionary<string, double> metrics)
    {
        string rows = trained.Info.TestMetrics.Count > 0 ? "test" : "validation";
        Table table = new Table().Border(TableBorder.Simple).AddColumns($"{trained.Info.Recipe.ModelName}, stored metrics on the {rows} rows", "value");
        foreach ((string metric, double value) in metrics) table.AddRow(metric, $"{value:0.####}");
        return table;
    }

    private static void WriteStored(Utf8JsonWriter json, IReadOnlyDictionary<string, double> metrics)
    {
        json.WriteStartObject();
        foreach ((string metric, double value) in metrics) json.WriteNumber(metric, value);
        json.WriteEndObject();
    }
}
