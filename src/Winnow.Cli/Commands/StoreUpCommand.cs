using System.CommandLine;
using System.Text.RegularExpressions;
using Winnow.Cli.Stores;
using Winnow.Store.Local;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow store up</c>: a parameter store on this machine, for development.</summary>
internal static partial class StoreUpCommand
{
    private const int DefaultPort = 7_000;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int?> nodes = new("--nodes") { Description = "Masters. More than one make a Redis Cluster. Default: 1, or as in the folder.", HelpName = "N" };
        Option<int?> replicas = new("--replicas") { Description = "Replicas of each master. Default: 0, or as in the folder.", HelpName = "R" };
        Option<int?> port = new("--port") { Description = "Port of the first node on 127.0.0.1; the others follow. Default: 7000, or as in the folder.", HelpName = "P" };
        Option<string> directory = StoreCommand.Directory();
        Option<bool?> appendOnly = new("--append-only") { Description = "Append each write to a file, besides snapshots now and then and at the end. Default: no, or as in the folder." };
        Option<string?> fsync = new("--fsync") { Description = "When that file is forced to disk. Default: everysec.", HelpName = "always|everysec|no" };
        Option<string?> maxMemory = new("--max-memory") { Description = "Most memory a node; beyond it pushes are refused. Default: no limit.", HelpName = "SIZE" };
        Option<bool> detach = new("--detach") { Description = "Return once the store answers; `winnow store down` stops it." };
        Command command = new("up", "Start a parameter store on this machine: Redis nodes with the module. Data survive in its folder.")
        {
            nodes, replicas, port, directory, appendOnly, fsync, maxMemory, detach,
        };
        command.SetAction(async (arguments, cancel) =>
        {
            string folder = arguments.GetRequiredValue(directory);
            RedisServerProgram.Find();      // the commonest fault is told first
            string module = ModuleFile.Find();
            LocalClusterOptions? before = LocalStoreFile.Read(folder, module);
            Refuse("--nodes", arguments.GetValue(nodes), before?.Masters, folder);
            Refuse("--replicas", arguments.GetValue(replicas), before?.Replicas, folder);
            LocalClusterOptions options = new()
            {
                Masters = arguments.GetValue(nodes) ?? before?.Masters ?? 1,
                Replicas = arguments.GetValue(replicas) ?? before?.Replicas ?? 0,
                Port = arguments.GetValue(port) ?? before?.Port ?? DefaultPort,
                Node = LocalStoreFile.NodeOptions(folder, module, arguments.GetValue(appendOnly) ?? before?.Node.AppendOnly ?? false,
                    arguments.GetValue(fsync) ?? before?.Node.AppendFsync ?? "everysec", Size(arguments.GetValue(maxMemory)) ?? (before is null ? null : LocalStoreFile.MaxMemoryOf(before.Node))),
            };
            options.Validate();
            if (options.Port == 0) throw new ArgumentException("--port is 0; expected a port: the store is to be found again there.");
            await StoreSession.RunAsync(options, before, arguments.GetValue(detach), cancel);
            return 0;
        });
        return command;
    }

    private static void Refuse(string option, int? given, int? before, string folder)
    {
        if (given is { } g && before is { } b && g != b)
            throw new ArgumentException($"{option} is {g}, but the store in '{folder}' was made with {b}. Leave the option out, name another folder with --dir, or delete this one with the data in it.");
    }

    private static string? Size(string? given) => given is null || SizePattern().IsMatch(given) ? given
        : throw new ArgumentException($"--max-memory is '{given}'; expected a size such as 512mb or 4gb.");

    [GeneratedRegex("^[1-9][0-9]*([kmg]b?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex SizePattern();
}
