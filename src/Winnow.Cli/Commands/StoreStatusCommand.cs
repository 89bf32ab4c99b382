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
        Command command = new("status", "Show the nodes of a store: role, slots, memory, replication lag.") { store, directory, json, watch };
        command.SetAction(async (arguments, cancel) =>
        {
            StoreStatusReader reader = new(RedisAddress.Parse(arguments.GetValue(store) ?? LocalUrl(arguments.GetRequiredValue(directory))));
            Output output = new(arguments.GetValue(json));
            if (arguments.GetValue(watch)) await WatchAsync(reader, output, cancel);
            else Print(reader.Read(), output);
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

    private static void Print(StoreStatus status, Output output)
    {
        if (output.Json) StoreStatusJson.Write(status);
        else foreach (Table table in StoreStatusTables.Of(status)) output.Results.Write(table);
    }

    private static async Task WatchAsync(StoreStatusReader reader, Output output, CancellationToken cancel)
    {
        try
        {
            if (output.Json || !output.Results.Profile.Out.IsTerminal)
            {
                for (; ; await Task.Delay(s_betweenLooks, cancel)) Print(reader.Read(), output);
            }
            await output.Results.Live(new Rows()).StartAsync(async view =>
            {
                for (; ; await Task.Delay(s_betweenLooks, cancel)) view.UpdateTarget(new Rows(StoreStatusTables.Of(reader.Read())));
            });
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C is how watching ends.
        }
    }
}
