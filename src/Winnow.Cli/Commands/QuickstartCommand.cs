using System.CommandLine;
using Winnow.Cli.Quickstart;
using Winnow.Cli.Serving;
using Winnow.Cli.Terminal;
using Winnow.Serving.Http;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow quickstart</c>: three models on the data at hand, one table, one report; then a recommender, one server, one page.</summary>
internal static class QuickstartCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string?> data = new("--data")
        {
            Description = "A data set of the catalogue or a file of yours. Default: Frappe if $WINNOW_DATA has it, else a simulated marketplace.",
            HelpName = "NAME|FILE",
        };
        Option<string> output = new("--output", "-o")
        {
            Description = "Folder for the models and the report.",
            DefaultValueFactory = _ => Path.Combine("runs", "quickstart"),
            HelpName = "DIR",
        };
        Option<string[]> set = CommonOptions.Set();
        Option<ulong?> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        Option<double?> maxBadRows = CommonOptions.MaxBadRows();
        Option<bool> json = CommonOptions.Json();
        Option<bool> noServe = new("--no-serve") { Description = "End after the report: train no recommender and start no server. So do --json and --data." };
        Command command = new("quickstart", "Train LR, FM and DeepFM on the data at hand, compare them, write a report; then train a recommender and serve it with a page to look at.")
        {
            data, output, set, seed, threads, maxBadRows, noServe, json,
        };
        command.SetAction(async (arguments, cancel) =>
        {
            string directory = Path.GetFullPath(arguments.GetRequiredValue(output));
            ulong? seedGiven = arguments.GetValue(seed);
            Output terminal = new(arguments.GetValue(json));
            Directory.CreateDirectory(directory);
            QuickstartData rows = QuickstartData.Choose(arguments.GetValue(data), directory, seedGiven ?? 1, cancel);
            terminal.Say(rows.Explanation);
            QuickstartRun run = new(
                rows, directory, Overrides.Of(arguments.GetValue(set)!, seedGiven, arguments.GetValue(threads), arguments.GetValue(maxBadRows)));
            run.Run($"winnow quickstart{(arguments.GetValue(data) is { } asked ? $" --data {asked}" : "")}", cancel);
            if (run.Models[0].Result.BadRows is { Count: > 0 } badRows) terminal.Say(badRows.ToString());
            if (terminal.Json) WriteJson(rows, run);
            else Print(rows, run, terminal);
            if (!terminal.Json && !arguments.GetValue(noServe) && arguments.GetValue(data) is null) await ServeAsync(directory, seedGiven ?? 1, terminal, cancel);
            return 0;
        });
        return command;
    }

    /// <summary>From a model to a page: trains a recommender, packs it, serves it until Ctrl+C.</summary>
    private static async Task ServeAsync(string directory, ulong seed, Output output, CancellationToken cancel)
    {
        QuickstartShop shop = QuickstartShop.Choose(directory, seed, cancel);
        output.Say($"Now a recommender of {shop.Title}: recall, pre-ranker and ranker, one release, one server (--no-serve ends before it).");
        QuickstartService service = new(shop, directory);
        service.Build(output, cancel);
        Console.Out.WriteLine($"""

            Release:  {service.Release}
            Funnel:   {service.FunnelFile}   change it, then: ./winnow pack {service.FunnelFile} -o releases/mine && ./winnow serve releases/mine
            """);
        (ApiKeys keys, string key) = ServeSession.KeyForThisRun();
        ServerOptions options = new() { Urls = ["http://127.0.0.1:0"], Keys = keys, DataDirectory = Path.Combine(directory, "server") };
        await ServeSession.RunAsync(service.Release, [], options, key, cancel);
    }

    private static void Print(QuickstartData data, QuickstartRun run, Output output)
    {
        MetricRows rows = new();
        foreach (QuickstartModel m in run.Models)
            rows.Add(m.Name, (m.Result.Test ?? m.Result.Validation)!, m.SamplesPerSecond, m.Result.Elapsed);
        if (run.Oracle is { } oracle) rows.Add("oracle", oracle);
        rows.Print(output.Results);
        QuickstartModel last = run.Models[^1];
        Console.Out.WriteLine($"""
            {data.Explanation}

            Report:   {run.ReportFile}
            Models:   {string.Join(", ", run.Models.Select(m => m.Directory))}

            Next:     ./winnow evaluate {last.Directory} --data FILE     judge a model on rows of yours
                      ./winnow train {Path.GetFileNameWithoutExtension(last.RecipeFile)} --set model.embeddingDim=16     change a recipe
                      ./winnow quickstart --data FILE     the same three models on a log of yours
            """);
    }

    private static void WriteJson(QuickstartData data, QuickstartRun run) => Output.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("data", data.Name);
        json.WriteString("explanation", data.Explanation);
        json.WriteString("report", run.ReportFile);
        json.WriteStartArray("models");
        foreach (QuickstartModel m in run.Models)
        {
            json.WriteStartObject();
            json.WriteString("name", m.Name);
            json.WriteString("directory", m.Directory);
            json.WriteNumber("seconds", Math.Round(m.Result.Elapsed.TotalSeconds, 3));
            json.WriteNumber("samplesPerSecond", Math.Round(m.SamplesPerSecond));
            json.WritePropertyName("test");
            (m.Result.Test ?? m.Result.Validation)!.WriteTo(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (run.Oracle is { } oracle)
        {
            json.WritePropertyName("oracle");
            oracle.WriteTo(json);
        }
        json.WriteEndObject();
    });
}
