using System.CommandLine;
using Spectre.Console;
using Winnow.Cli.Stores;
using Winnow.Cli.Terminal;
using Winnow.Store;
using Winnow.Store.Local;
using Winnow.Store.Status;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow store status</c>: nodes of a store and what they hold.</summary>
internal static class StoreStatusCommand
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string?> store = new("--store") { Description = "Any node of the store. Default: the local store of --dir.", HelpName = "URL" };
        Option<string> directory = StoreCommand.Directory();
        Option<bool> json = CommonOptions.Json();
        Option<bool> watch = new("--watch") { Description = "Look again each second until Ctrl+C; with --json one document a look." };
        Command command = new("status", "Show a store: nodes with slots, memory and lag; of each run tables, dense parameters and queue.") { store, directory, json, watch };
        command.SetAction(async (arguments, cancel) =>
        {
            StoreStatusReader reader = new(RedisAddress.Parse(arguments.GetValue(store) ?? LocalUrl(arguments.GetRequiredValue(directory))));
            Output output = new(arguments.GetValue(json));
            StoreStatus first = reader.Read();
            await Task.Delay(s_betweenLooks, cancel);       // rates take two looks
            if (arguments.GetValue(watch)) await WatchAsync(reader, first, output, cancel);
            else Print(reader.Read(), first, output);
            return 0;
        });
        return command;
    }

    private static string LocalUrl(string folder)
    {
        LocalClusterOptions options = LocalStoreFile.Read(folder, module: null)
            ?? throw new ArgumentException($"There is no local store in '{folder}'. Name a node with --store redis://HOST:PORT, or start a store: winnow store up.");
        using LocalCluster cluster = LocalCluster.Attach(options);
        return cluster.Nodes.Any(n => n.IsRunning) ? cluster.Url
            : throw new ArgumentException($"The local store in '{folder}' does not run. Start it: winnow store up --dir {folder}");
    }

    private static void Print(StoreStatus status, StoreStatus before, Output output)
    {
        if (output.Json) StoreStatusJson.Write(status, before);
        else foreach (Table table in StoreStatusTables.Of(status, before)) output.Results.Write(table);
    }

    private static async Task WatchAsync(StoreStatusReader reader, StoreStatus before, Output output, CancellationToken cancel)
    {
        try
        {
            if (output.Json || !output.Results.Profile.Out.IsTerminal) await LookAsync(reader, before, (now, last) => Print(now, last, output), cancel);
            else
                await output.Results.Live(new Rows()).StartAsync(view =>
                    LookAsync(reader, before, (now, last) => view.UpdateTarget(new Rows(StoreStatusTables.Of(now, last))), cancel));
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C is how watching ends.
        }
    }

    private static async Task LookAsync(StoreStatusReader reader, StoreStatus before, Action<StoreStatus, StoreStatus> show, CancellationToken cancel)
    {
        for (; ; await Task.Delay(s_betweenLooks, cancel))
        {
            StoreStatus now = reader.Read();
            show(now, before);
            before = now;
        }
    }
}
