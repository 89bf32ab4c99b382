using System.CommandLine;
using Spectre.Console;
using Winnow.Cli.Terminal;
using Winnow.Evaluation.Reports;
using Winnow.Serving.Benchmarks;
using Winnow.Training.Benchmarks;
using Winnow.Training.Progress;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow benchmark SUITE</c>: published results beside ours.</summary>
internal static class BenchmarkCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> suite = new("SUITE") { Description = $"One of: {string.Join(", ", Suites())}." };
        Option<string> only = new("--only") { Description = "Run only cases with this text in the name of recipe, table or model.", DefaultValueFactory = _ => "", HelpName = "TEXT" };
        Option<int> seeds = new("--seeds") { Description = "Trainings of each case whose result depends on the seed.", DefaultValueFactory = _ => 3, HelpName = "N" };
        Option<int?> threads = CommonOptions.Threads();
        Option<string?> html = new("--html") { Description = "Write a self-contained report to this file.", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("benchmark", "Train the recipes of a suite and print published figures beside ours, or funnels beside their own rankers.") { suite, only, seeds, threads, html, json };
        command.SetAction((arguments, cancel) =>
        {
            Output output = new(arguments.GetValue(json));
            string path = PathOf(arguments.GetRequiredValue(suite));
            if (FunnelSuite.Recognises(path))
            {
                if (arguments.GetValue(html) is not null) throw new ArgumentException("A suite of funnels writes no report; leave --html out.");
                return Task.FromResult(FunnelRows.Run(FunnelSuite.Load(path), arguments.GetRequiredValue(only), arguments.GetValue(threads) ?? Environment.ProcessorCount, output, cancel));
            }
            BenchmarkSuite loaded = BenchmarkSuite.Load(path);
            output.Say($"{loaded.Description}. Published by: {loaded.Source}. Protocol: {loaded.Protocol}.");
            BenchmarkResult result = loaded.Run(
                new BenchmarkOptions
                {
                    Only = arguments.GetRequiredValue(only),
                    Seeds = arguments.GetValue(seeds),
                    Overrides = Overrides.Of([], threads: arguments.GetValue(threads)),
                    Threads = arguments.GetValue(threads) ?? 0,
                    Observer = new View(output),
                },
                cancel);
            if (arguments.GetValue(html) is { } file)
            {
                HtmlReport.Write(file, BenchmarkReport.Of(loaded, result));
                output.Say($"Report: {file}");
            }
            if (output.Json) Output.WriteJson(writer => result.ToJson().WriteTo(writer));
            else Print(result, output);
            foreach (OrderAgreement order in loaded.Tables.Count > 0 ? OrderAgreement.Of(result.Rows) : []) output.Say(order.ToString());
            return Task.FromResult(0);
        });
        return command;
    }

    private static string Folder => Path.Combine(RecipeFiles.Folder, "suites");

    private static IEnumerable<string> Suites() =>
        Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);

    private static string PathOf(string suite)
    {
        string path = Path.Combine(Folder, suite + ".yaml");
        return File.Exists(path) ? path : throw new ArgumentException($"There is no suite '{suite}'. There are: {string.Join(", ", Suites())}.", nameof(suite));
    }

    private static void Print(BenchmarkResult result, Output output)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("data set", "model", "metric", "published", "ours", "std", "difference", "seconds a run");
        foreach (BenchmarkRow row in result.Rows)
            table.AddRow(
                Markup.Escape(row.Dataset), Markup.Escape(row.Model), Markup.Escape(row.Metric), Figure(row.Published), Figure(row.Measured),
                Figure(row.Std), Difference(row), $"{row.Seconds:0.0}");
        output.Results.Write(table);
    }

    private static string Figure(double value) => double.IsNaN(value) ? "–" : $"{value:0.0000}";

    private static string Difference(BenchmarkRow row) =>
        double.IsNaN(row.Published) ? "–" : $"{Math.Round(row.Measured - row.Published, 4) + 0.0:+0.0000;-0.0000;0.0000}";

    /// <summary>Shows each training as <c>winnow train</c> does, and each row as soon as it is there.</summary>
    private sealed class View(Output output) : IBenchmarkObserver
    {
        public ITrainingObserver OnRun(BenchmarkCase benchmark, int run, int runs) => new TrainingView($"{benchmark.Model} {run}/{runs}");

        public void OnRow(BenchmarkRow row) => output.Say(
            $"{row.Table} {row.Model} {row.Metric}: published {Figure(row.Published)}, ours {row.Measured:0.0000} ± {row.Std:0.0000}, {row.Seconds:0.0} s a run");

        public void OnMissingData(string table, string reason) => output.Say($"{table} is passed over: {reason}");
    }
}
