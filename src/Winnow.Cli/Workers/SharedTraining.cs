using System.Globalization;
using Winnow.Cli.Commands;
using Winnow.Cli.Terminal;
using Winnow.Data;
using Winnow.Training;
using Winnow.Training.Distributed;
using Winnow.Training.Recipes;

namespace Winnow.Cli.Workers;

/// <summary>Coordinates a run with worker processes of this machine, or works for one.</summary>
/// <param name="settings">What the command line says.</param>
/// <param name="recipeName">The recipe as it was given.</param>
/// <param name="set">What replaces values of it, except threads.</param>
internal sealed class SharedTraining(DistributedSettings settings, string recipeName, IReadOnlyList<string> set)
{
    private const string Program = "winnow";

    /// <summary>Share of their time in which the workers waited for parameters.</summary>
    public double WaitingShare { get; private set; }

    /// <summary>Where others find the run; whoever joins must wait for as many replicas as the rest.</summary>
    private string JoinAddress => settings.Address.Replicas > 0 ? $"\"{settings.Address}?replicas={settings.Address.Replicas}\"" : settings.Address.ToString();

    private string Sets => string.Concat(set.Select(s => $" --set {Quoted(s)}"));

    /// <summary>How the recipe is trained in the mode, and, if that is not as it stands, what to tell the user.</summary>
    public Recipe Adapt(Recipe recipe)
    {
        SyncOptions sync = settings.Join is { } run ? new SyncOptions { Mode = DistributedTrainer.ModeOf(run) } : settings.Sync;
        Recipe adapted = sync.WithParts(recipe);
        int parts = adapted.Training.MicroBatches;
        if (settings.Join is null && parts != recipe.Training.MicroBatches)
        {
            Say($"The recipe does not cut its batches, so {YamlNames.Of(settings.Sync.Mode)} cuts them in {parts} (training.microBatches).");
            if (settings.Sync.Mode == SyncMode.Bsp)
                Say($"The same bytes in one process: {Program} train {recipeName}{Sets} --set training.microBatches={parts}");
        }

        return adapted;
    }

    /// <summary>Coordinates.</summary>
    public TrainingResult Run(Recipe recipe, TrainerOptions options, TrainingView view, CancellationToken cancel)
    {
        RedisStoreProvider provider = new(settings.Address);
        provider.Check();
        int threads = recipe.Threads > 0 ? recipe.Threads : Math.Max(1, Environment.ProcessorCount / Math.Max(1, settings.Workers));
        using WorkerProcesses workers = new(settings.Workers, run => WorkerArguments(run, threads), run => Say(
            $"Run {run}. More workers, also on other hosts: {Program} train {recipeName}{Sets} --store {JoinAddress}{string.Concat(settings.SyncWords.Select(w => $" {w}"))} --join {run}"), view.Say);
        try
        {
            TrainingResult result = DistributedTrainer.Run(recipe, options, settings.Sync, provider, workers, settings.Keep, cancel);
            WaitingShare = workers.WaitingShare;
            return result;
        }
        catch (OperationCanceledException)
        {
            view.Say("stopped; the run stands in the store, and the same command goes on with it");
            throw;
        }
    }

    /// <summary>Works for a run until it is over.</summary>
    public void Join(Recipe recipe, CancellationToken cancel)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (settings.Tells) StopWithInput(stop);
        RedisStoreProvider provider = new(settings.Address);
        provider.Check();
        WorkerOptions options = new()
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{ShortHost()}-{Environment.ProcessId}"),
            Observer = settings.Tells ? report => Console.Out.WriteLine(new WorkerLine(report, null)) : null,
        };
        try
        {
            WorkerReport report = DistributedTrainer.Work(recipe, settings.Join!, provider, options, sync: settings.Sync, stop: stop.Token);
            if (settings.Tells) Console.Out.WriteLine(new WorkerLine(report, null));
            else Say($"Done: {report.Positions} positions, {report.Rows} rows, {report.WaitingShare:P0} of the time waiting.");
        }
        catch (Exception failure) when (settings.Tells && IsFinal(failure))
        {
            Console.Out.WriteLine(new WorkerLine(default, failure.Message));
            throw;
        }
    }

    /// <summary>As a shell takes it for one word.</summary>
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "=.,:/_+-".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A remark that may hold a command line, which must not be broken.</summary>
    private static void Say(string remark) => Console.Error.WriteLine(remark);

    /// <summary>Whether another worker would fail for the same reason.</summary>
    private static bool IsFinal(Exception failure) =>
        failure is TrainingDivergedException or ArithmeticException or InvalidOperationException or ArgumentException or FormatException or BadDataException or FileNotFoundException;

    private static string ShortHost()
    {
        string host = string.Concat(Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
        return host.Length <= 40 ? host : host[..40];
    }

    /// <summary>The coordinator holds the other end of standard input; when it dies, however it dies, that ends.</summary>
    private static void StopWithInput(CancellationTokenSource stop)
    {
        Thread thread = new(() =>
        {
            while (Console.In.Read() >= 0)
            {
            }

            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The work was done before.
            }
        })
        {
            IsBackground = true, Name = "Winnow end of input",
        };
        thread.Start();
    }

    private List<string> WorkerArguments(string run, int threads)
    {
        List<string> arguments = ["train", recipeName];
        foreach (string one in set) arguments.AddRange(["--set", one]);
        arguments.AddRange(["--threads", threads.ToString(CultureInfo.InvariantCulture), "--store", settings.StoreText, "--join", run, "--tell", .. settings.SyncWords]);
        if (settings.Replicas is { } replicas) arguments.AddRange(["--replicas", replicas.ToString(CultureInfo.InvariantCulture)]);
        return arguments;
    }
}
