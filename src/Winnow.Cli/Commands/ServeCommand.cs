using System.CommandLine;
using System.Globalization;
using Winnow.Cli.Serving;
using Winnow.Cli.Terminal;
using Winnow.Serving;
using Winnow.Serving.Http;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow serve PATH</c>: answers requests over HTTP until it is told to stop.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 8080;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string?> path = new("PATH") { Description = "Release directory, or a funnel file, which is packed first.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> port = new("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", HelpName = "N", DefaultValueFactory = _ => DefaultPort };
        Option<string[]> urls = new("--urls") { Description = "Addresses instead, such as http://0.0.0.0:8080. May be repeated.", HelpName = "URL", DefaultValueFactory = _ => [] };
        Option<string?> keys = new("--keys") { Description = "Key file (YAML). Default: one admin key is made and shown once.", HelpName = "FILE" };
        Option<ApiKeyKind?> newKey = new("--new-key") { Description = "Make a key, print it with its line for the key file, and end.", HelpName = "read|write|admin" };
        Option<string> data = new("--data") { Description = "Folder of the feature store, the event log and the experiment.", HelpName = "DIR", DefaultValueFactory = _ => "winnow-data" };
        Option<string> store = new("--store") { Description = "sqlite, memory, or a connection string of PostgreSQL.", HelpName = "STORE", DefaultValueFactory = _ => "sqlite" };
        Option<int> history = new("--history") { Description = "Items kept of each user's history.", HelpName = "N", DefaultValueFactory = _ => FeatureStoreOptions.DefaultHistoryLimit };
        Option<string[]> historyTypes = new("--history-types")
        {
            Description = "Types of events that belong to a history.", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["click", "purchase"],
        };
        Option<string[]> variants = new("--variant") { Description = "A further release under the name of a variant. May be repeated.", HelpName = "NAME=RELEASE", DefaultValueFactory = _ => [] };
        Option<int> drain = new("--drain") { Description = "Seconds that requests may go on when the server stops.", HelpName = "SECONDS", DefaultValueFactory = _ => 10 };
        Option<int> drainDelay = new("--drain-delay") { Description = "Seconds to say 'not ready' before that, so that a proxy turns away.", HelpName = "SECONDS", DefaultValueFactory = _ => 0 };
        Option<bool> jsonLog = new("--json-log") { Description = "Log in JSON, one object a line, on standard error." };
        Command command = new("serve", "Serve a release: recommend, rank, similar items, features, events, console.")
        {
            path, port, urls, keys, newKey, data, store, history, historyTypes, variants, drain, drainDelay, jsonLog,
        };
        command.SetAction(async (arguments, cancel) =>
        {
            if (arguments.GetValue(newKey) is { } kind) return PrintKey(kind);
            string release = arguments.GetValue(path) ?? throw new ArgumentException("There is no PATH; name a release directory, such as `winnow pack` writes, or a funnel file.");
            (ApiKeys accepted, string? shown) = Keys(arguments.GetValue(keys));
            ServerOptions options = new()
            {
                Urls = arguments.GetValue(urls) is { Length: > 0 } given ? given : [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{arguments.GetValue(port)}")],
                Keys = accepted,
                DataDirectory = Path.GetFullPath(arguments.GetRequiredValue(data)),
                Store = new FeatureStoreOptions { Kind = arguments.GetRequiredValue(store), HistoryLimit = arguments.GetValue(history) },
                HistoryTypes = arguments.GetValue(historyTypes)!,
                DrainTime = TimeSpan.FromSeconds(arguments.GetValue(drain)),
                DrainDelay = TimeSpan.FromSeconds(arguments.GetValue(drainDelay)),
                JsonLog = arguments.GetValue(jsonLog),
            };
            options.Validate();
            await ServeSession.RunAsync(Packed(release, cancel), Variants(arguments.GetValue(variants)!, cancel), options, shown, cancel);
            return 0;
        });
        return command;
    }

    private static string Packed(string path, CancellationToken cancel) =>
        Release.IsOne(path) || !File.Exists(path) ? path : PackCommand.Pack(path, null, [], null, new Output(json: false), cancel);

    private static List<(string Name, string Path)> Variants(string[] given, CancellationToken cancel)
    {
        List<(string, string)> variants = [];
        foreach (string one in given)
        {
            int equals = one.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == one.Length - 1) throw new ArgumentException($"--variant '{one}'; expected NAME=RELEASE, such as green=releases/green.");
            variants.Add((one[..equals], Packed(one[(equals + 1)..], cancel)));
        }
        return variants;
    }

    private static (ApiKeys Keys, string? Shown) Keys(string? file) => file is null ? ServeSession.KeyForThisRun() : (ApiKeys.Load(file), null);

    private static int PrintKey(ApiKeyKind kind)
    {
        (ApiKey key, string text) = ApiKey.Create("new", kind);
        Console.Out.WriteLine($"Key:      {text}   (shown this once; give it to who calls)");
        Console.Out.WriteLine($"Line:     - {{ name: NAME, kind: {kind.ToString().ToLowerInvariant()}, sha256: {Convert.ToHexStringLower(key.Hash.Span)} }}   (below `keys:` of the key file)");
        return 0;
    }
}
