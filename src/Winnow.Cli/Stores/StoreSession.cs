using System.Diagnostics;
using System.Globalization;
using Winnow.Cli.Terminal;
using Winnow.Store;
using Winnow.Store.Local;

namespace Winnow.Cli.Stores;

/// <summary>A local store: found or started, and in the foreground watched and stopped on Ctrl+C.</summary>
internal static class StoreSession
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <summary>Starts what does not run; then returns, or watches the store until it is cancelled, which is the ordinary end.</summary>
    /// <param name="options">How it is made up.</param>
    /// <param name="before">How the store of that folder was made up until now; null if there was none.</param>
    /// <param name="detach">Whether to return once it answers.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task RunAsync(LocalClusterOptions options, LocalClusterOptions? before, bool detach, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        options = Found(before) ?? options;
        using LocalCluster cluster = LocalCluster.Attach(options);
        string nodes = options.Nodes == 1 ? "1 node" : $"{options.Masters} masters, {options.Masters * options.Replicas} replicas";
        Console.Out.WriteLine($"Store:    {cluster.Url}   ({nodes})");
        Console.Out.WriteLine($"Data:     {Path.GetFullPath(options.Node.Directory)}");
        if (cluster.Nodes.All(n => n.IsRunning))
        {
            Console.Out.WriteLine("Ready:    it runs already; `winnow store down` stops it, and then its options may be changed");
            return;
        }
        cluster.StartAll(cancel);
        LocalStoreFile.Write(options);
        string end = detach ? "`winnow store down` stops it" : "Ctrl+C stops it";
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ready:    after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s; {end}"));
        if (detach) cluster.Detach();
        else await WatchAsync(cluster, cancel);
    }

    /// <summary>The options of the store that runs, whatever is asked for now; null if none of its nodes runs.</summary>
    private static LocalClusterOptions? Found(LocalClusterOptions? before)
    {
        if (before is null) return null;
        using LocalCluster cluster = LocalCluster.Attach(before);
        return cluster.Nodes.Any(n => n.IsRunning) ? before : null;
    }

    private static async Task WatchAsync(LocalCluster cluster, CancellationToken cancel)
    {
        StatusLine line = new();
        HashSet<LocalNode> ended = [];
        try
        {
            while (true)
            {
                foreach (LocalNode node in cluster.Nodes)
                    if (!node.IsRunning && ended.Add(node)) line.Line($"The node on port {node.Port} has ended; `winnow store up` again starts it. Its log ends:{Environment.NewLine}{node.Log(5)}");
                line.Renew(Describe(cluster));
                await Task.Delay(s_look, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            line.Line("Stopping: the nodes write what they hold");
            cluster.Stop();
            Console.Out.WriteLine("Stopped.");
        }
    }

    private static string Describe(LocalCluster cluster)
    {
        long bytes = 0, rows = 0, operations = 0, clients = 0;
        int answering = 0;
        foreach (LocalNode node in cluster.Nodes)
        {
            try
            {
                if (!node.IsRunning) continue;
                IReadOnlyDictionary<string, string> info = node.Info();
                bytes += Number(info, "used_memory") + Number(info, "winnow_native_bytes");
                rows += info.GetValueOrDefault("role") == "master" ? Number(info, "winnow_rows") : 0;
                operations += Number(info, "instantaneous_ops_per_sec");
                clients += Number(info, "connected_clients") - 1;       // without this look
                answering++;
            }
            catch (Exception failure) when (failure is RedisConnectionException or RedisErrorException)
            {
                // It ends or hangs: one fewer that answers.
            }
        }
        return string.Create(CultureInfo.InvariantCulture,
            $"{answering}/{cluster.Nodes.Count} nodes answer   {rows:N0} rows   {StoreStatusTables.Bytes(bytes)}   {Duration.Rate(operations)} commands/s   {clients} connections");
    }

    private static long Number(IReadOnlyDictionary<string, string> info, string field) => long.Parse(info.GetValueOrDefault(field, "0"), CultureInfo.InvariantCulture);
}
