using System.CommandLine;
using System.Text.Json;
using Winnow.Cli.Terminal;
using Winnow.Cli.Workers;
using Winnow.Data;
using Winnow.Training;
using Winnow.Training.Recipes;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow train RECIPE</c>: a model directory from a recipe.</summary>
internal static class TrainCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> recipe = new("RECIPE") { Description = "Recipe file, or the name of one that ships with Winnow, for example frappe-deepfm or ml-100k-easer." };
        Option<string?> output = new("--output", "-o") { Description = "Model directory to write. Default: runs/NAME.", HelpName = "DIR" };
        Option<bool> fresh = new("--fresh") { Description = "Start anew instead of going on from the checkpoint of an interrupted run." };
        Option<bool> json = CommonOptions.Json();
        Option<string[]> set = CommonOptions.Set();
        Option<ulong?> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        Option<double?> maxBadRows = CommonOptions.MaxBadRows();
        Command command = new("train", "Train the model of a recipe and judge it on the test rows.")
        {
            recipe, output, fresh, set, seed, threads, maxBadRows, json,
        };
        DistributedOptions distributed = new();
        foreach (Option option in distributed.All) command.Options.Add(option);
        command.SetAction(async (arguments, cancel) =>
        {
            // On a thread of the pool, as signals are listened to only once this method has returned.
            await Task.Run(() => Run(arguments, cancel), CancellationToken.None);
            return 0;
        });
        return command;

        void Run(ParseResult arguments, CancellationToken cancel)
        {
            string path = RecipeFiles.Find(arguments.GetRequiredValue(recipe));
            string name = Path.GetFileNameWithoutExtension(path);
            IReadOnlyList<string> overrides = Overrides.Of(
                arguments.GetValue(set)!, arguments.GetValue(seed), arguments.GetValue(threads), arguments.GetValue(maxBadRows));
            string directory = Path.GetFullPath(arguments.GetValue(output) ?? Path.Combine("runs", name));
            Output terminal = new(arguments.GetValue(json));
            DistributedSettings? shared = distributed.Read(arguments);
            bool isRecommender = RecommenderRecipe.Recognises(File.ReadAllText(path), path);
            if (shared is not null && isRecommender) throw new ArgumentException($"{name} is a recommender; only ranking models are trained with --store.");
            if (shared is not null)
            {
                IReadOnlyList<string> passed = Overrides.Of(arguments.GetValue(set)!, arguments.GetValue(seed), null, arguments.GetValue(maxBadRows));
                Share(shared, Recipe.Load(path, overrides), arguments.GetRequiredValue(recipe), passed, name, directory, arguments.GetValue(fresh), terminal, cancel);
            }
            else if (isRecommender) RecommenderRows.Train(RecommenderRecipe.Load(path, overrides), name, directory, terminal, cancel);
            else Alone(Recipe.Load(path, overrides), name, directory, arguments.GetValue(fresh), terminal, cancel);
        }
    }

    private static void Alone(Recipe recipe, string name, string directory, bool fresh, Output output, CancellationToken cancel) =>
        Run((options, _) => Trainer.Run(recipe, options, cancel), name, directory, fresh, output, (_, _) => { });

    private static void Share(
        DistributedSettings settings, Recipe recipe, string recipeName, IReadOnlyList<string> passed, string name, string directory, bool fresh, Output output,
        CancellationToken cancel)
    {
        SharedTraining training = new(settings, recipeName, passed);
        recipe = training.Adapt(recipe);
        if (settings.Join is not null)
        {
            training.Join(recipe, cancel);
            return;
        }

        Run((options, view) => training.Run(recipe, options, view, cancel), name, directory, fresh, output, (json, view) =>
        {
            json.WriteString("sync", YamlNames.Of(settings.Sync.Mode));
            json.WriteNumber("workers", settings.Workers);
            json.WriteNumber("retaken", view.Retaken);
            if (!double.IsNaN(training.WaitingShare)) json.WriteNumber("waitingShare", Math.Round(training.WaitingShare, 4));
        });
    }

    private static void Run(
        Func<TrainerOptions, TrainingView, TrainingResult> train, string name, string directory, bool fresh, Output output, Action<Utf8JsonWriter, TrainingView> more)
    {
        string checkpoints = directory + ".checkpoints";
        if (fresh && Directory.Exists(checkpoints)) Directory.Delete(checkpoints, recursive: true);
        TrainingView view = new(name);
        TrainingResult result = train(new TrainerOptions { Output = directory, Checkpoints = checkpoints, Observer = view }, view);
        Directory.Delete(checkpoints, recursive: true);     // the model is complete; there is nothing left to go on from
        if (result.BadRows.Count > 0) output.Say(result.BadRows.ToString());
        if (output.Json) WriteJson(directory, result, json => more(json, view));
        else Print(name, directory, result, view, output);
    }

    private static void Print(string name, string directory, TrainingResult result, TrainingView view, Output output)
    {
        MetricRows rows = new();
        if (result.Validation is { } validation) rows.Add($"{name}, validation", validation);
        if (result.Test is { } test) rows.Add($"{name}, test", test, view.SamplesPerSecond, result.Elapsed);
        rows.Print(output.Results);
        string report = Path.Combine(directory, "report.html");
        Console.Out.WriteLine($"Model:  {directory}");
        if (File.Exists(report)) Console.Out.WriteLine($"Report: {report}");
    }

    private static void WriteJson(string directory, TrainingResult result, Action<Utf8JsonWriter> more) => Output.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("model", directory);
        json.WriteNumber("badRows", result.BadRows.Count);
        json.WriteNumber("steps", result.Steps);
        json.WriteNumber("bestStep", result.BestStep);
        json.WriteBoolean("stoppedEarly", result.StoppedEarly);
        json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
        foreach ((string split, Evaluation.PointwiseReport? report) in (ReadOnlySpan<(string, Evaluation.PointwiseReport?)>)[("validation", result.Validation), ("test", result.Test)])
        {
            json.WritePropertyName(split);
            if (report is null) json.WriteNullValue();
            else report.WriteTo(json);
        }
        more(json);
        json.WriteEndObject();
    });
}
