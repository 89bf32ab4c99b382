using System.CommandLine;
using Winnow.Cli.Terminal;
using Winnow.Store.Local;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow store</c>: a parameter store on this machine, and how any store is doing.</summary>
internal static class StoreCommand
{
    /// <summary>Where a local store lies unless told otherwise.</summary>
    public const string DefaultDirectory = "store";

    /// <summary>The verb with its sub-verbs.</summary>
    public static Command Create() => new("store", "The parameter store: run one on this machine for development, stop it, look at any.")
    {
        StoreUpCommand.Create(), Down(), StoreStatusCommand.Create(),
    };

    /// <summary><c>--dir DIR</c>.</summary>
    public static Option<string> Directory() => new("--dir")
    {
        Description = "Folder of the local store: its data, logs and make-up.", HelpName = "DIR", DefaultValueFactory = _ => DefaultDirectory,
    };

    private static Command Down()
    {
        Option<string> directory = Directory();
        Command command = new("down", "Stop the local store; its data stay in its folder.") { directory };
        command.SetAction(arguments =>
        {
            string folder = arguments.GetRequiredValue(directory);
            LocalClusterOptions options = LocalStoreFile.Read(folder, module: null)
                ?? throw new ArgumentException($"There is no local store in '{folder}'. Name its folder with --dir; `winnow store up` makes one.");
            using LocalCluster cluster = LocalCluster.Attach(options);
            int running = cluster.Nodes.Count(n => n.IsRunning);
            cluster.Stop();
            new Output(json: false).Say(running == 0 ? $"The store in '{folder}' did not run." : $"Stopped {(running == 1 ? "1 node" : $"{running} nodes")}; the data stay in '{folder}'.");
        });
        return command;
    }
}
