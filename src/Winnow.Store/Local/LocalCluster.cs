using System.Diagnostics;
using System.Globalization;

namespace Winnow.Store.Local;

/// <summary>Redis nodes of this machine that make up one cluster, or a single node without one; for development and tests.</summary>
/// <remarks>Slots are dealt out evenly, in the order of the masters; the replicas of master m are nodes Masters + m · Replicas and on. Roles
/// change in a fail-over: ask <see cref="Masters"/> again. Linux only; one thread at a time.</remarks>
public sealed class LocalCluster : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly LocalClusterOptions _options;

    private LocalCluster(LocalClusterOptions options, IReadOnlyList<LocalNode> nodes) => (_options, Nodes) = (options, nodes);

    /// <summary>All nodes, those first that were made masters.</summary>
    public IReadOnlyList<LocalNode> Nodes { get; }

    /// <summary>Where clients reach the cluster, as <c>--store</c> takes it: all nodes, so that it is found whichever is down.</summary>
    public string Url => "redis://" + string.Join(',', Nodes.Select(n => n.EndPoint));

    /// <summary>The nodes that hold slots now, as running nodes say.</summary>
    public IReadOnlyList<LocalNode> Masters => [.. Nodes.Where(n => n.IsRunning && n.Info("role") == "master" && (!_options.InCluster || HoldsSlots(n)))];

    /// <summary>Starts the nodes and joins them; a directory that has been a cluster before is that cluster again.</summary>
    /// <param name="options">How it is made up.</param>
    /// <param name="cancel">Gives up; the nodes are killed.</param>
    /// <returns>A cluster in which every node says that all slots are served, and every replica follows its master.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="FileNotFoundException">There is no redis-server.</exception>
    /// <exception cref="IOException">A node did not start, or the nodes did not agree in time; the message says what each says.</exception>
    public static LocalCluster Start(LocalClusterOptions options, CancellationToken cancel = default)
    {
        options.Validate();
        List<LocalNode> nodes = [];
        try
        {
            for (int i = 0; i < options.Nodes; i++) nodes.Add(LocalNode.Start(NodeOptions(options, i), cancel));
            LocalCluster cluster = new(options, nodes);
            cluster.Join(cancel);
            return cluster;
        }
        catch
        {
            foreach (LocalNode node in nodes) node.Dispose();
            throw;
        }
    }

    /// <summary>Takes over the nodes of a directory, started by another process.</summary>
    /// <param name="options">How they were started, the port included.</param>
    /// <returns>The nodes, running or not.</returns>
    public static LocalCluster Attach(LocalClusterOptions options)
    {
        options.Validate();
        return new LocalCluster(options, [.. Enumerable.Range(0, options.Nodes).Select(i => LocalNode.Attach(NodeOptions(options, i)))]);
    }

    /// <summary>Starts the nodes that do not run, and waits until the cluster is whole.</summary>
    /// <param name="cancel">Gives up; nodes that were started go on.</param>
    /// <exception cref="IOException">A node did not start, or the nodes did not agree in time.</exception>
    public void StartAll(CancellationToken cancel = default)
    {
        foreach (LocalNode node in Nodes)
            if (!node.IsRunning) node.Start(cancel);
        Join(cancel);
    }

    /// <summary>Waits until every running node says that all slots are served, knows all nodes, and every replica follows its master.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">It did not happen in time; the message says what each node says.</exception>
    public void WaitUntilWhole(CancellationToken cancel = default)
    {
        if (_options.InCluster) WaitFor("agree that all slots are served", IsWhole, cancel);
    }

    /// <summary>Makes an empty node, started on the port of one that lost its data, a replica, and lets the others forget who was there.</summary>
    /// <param name="empty">A node of this cluster, wiped and started.</param>
    /// <param name="master">The node it is to copy.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">It did not get a copy in time.</exception>
    public void Replace(LocalNode empty, LocalNode master, CancellationToken cancel = default)
    {
        string own = empty.Execute("CLUSTER", "MYID").Text, port = string.Create(CultureInfo.InvariantCulture, $":{empty.Port}@");
        foreach (LocalNode node in Nodes.Where(n => n.IsRunning && n != empty))
            foreach (string line in Table(node).Split('\n').Where(l => l.Contains(port, StringComparison.Ordinal) && !l.StartsWith(own, StringComparison.Ordinal)))
                node.Execute("CLUSTER", "FORGET", line[..line.IndexOf(' ', StringComparison.Ordinal)]);
        foreach (LocalNode node in Nodes.Where(n => n.IsRunning && n != empty)) empty.Execute("CLUSTER", "MEET", "127.0.0.1", Text(node.Port));
        string masterId = master.Execute("CLUSTER", "MYID").Text;
        WaitFor("meet", () => Table(empty).Contains(masterId, StringComparison.Ordinal) && Known(empty) >= Nodes.Count, cancel);
        empty.Execute("CLUSTER", "REPLICATE", masterId);
        WaitUntilWhole(cancel);
    }

    /// <summary>Asks all nodes to end: replicas first, so that no master waits for them, then masters.</summary>
    /// <exception cref="IOException">A node did not end within a minute.</exception>
    public void Stop()
    {
        foreach (LocalNode node in Nodes.Reverse()) node.Stop();
    }

    /// <summary>Kills the processes this object started. The directories stay.</summary>
    public void Dispose()
    {
        foreach (LocalNode node in Nodes) node.Dispose();
    }

    /// <summary>Lets the nodes live on without this object.</summary>
    public void Detach()
    {
        foreach (LocalNode node in Nodes) node.Detach();
    }

    /// <summary>First and last slot of a master when the cluster is made.</summary>
    internal static (int First, int Last) Slots(int master, int masters) =>
        (master * HashSlot.Count / masters, (master + 1) * HashSlot.Count / masters - 1);

    private static LocalNodeOptions NodeOptions(LocalClusterOptions options, int node) => options.Node with
    {
        Directory = Path.Combine(options.Node.Directory, string.Create(CultureInfo.InvariantCulture, $"node-{node + 1}")),
        Port = options.Port == 0 ? 0 : options.Port + node,
        InCluster = options.InCluster,
    };

    private void Join(CancellationToken cancel)
    {
        if (!_options.InCluster) return;
        if (Nodes.All(n => Known(n) == 1) && !Nodes.Any(HoldsSlots)) Make(cancel);
        else Meet();        // they may have come back on other ports
        WaitUntilWhole(cancel);
    }

    private void Make(CancellationToken cancel)
    {
        for (int i = 0; i < Nodes.Count; i++) Nodes[i].Execute("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
        for (int m = 0; m < _options.Masters; m++)
        {
            (int first, int last) = Slots(m, _options.Masters);
            Nodes[m].Execute("CLUSTER", "ADDSLOTSRANGE", Text(first), Text(last));
        }
        Meet();
        WaitFor("meet", () => Nodes.All(n => Known(n) == Nodes.Count && !Table(n).Contains("handshake", StringComparison.Ordinal)), cancel);
        for (int r = 0; r < _options.Masters * _options.Replicas; r++)
            Nodes[_options.Masters + r].Execute("CLUSTER", "REPLICATE", Nodes[r / _options.Replicas].Execute("CLUSTER", "MYID").Text);
    }

    /// <summary>Tells each node of each other one, which is faster than letting the word spread.</summary>
    private void Meet()
    {
        for (int i = 0; i < Nodes.Count; i++)
            for (int other = 0; other < i; other++) Nodes[i].Execute("CLUSTER", "MEET", "127.0.0.1", Text(Nodes[other].Port));
    }

    private void WaitFor(string what, Func<bool> holds, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        while (!holds())
        {
            cancel.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(began) > _options.ReadyWithin)
                throw new IOException($"The nodes did not {what} within {_options.ReadyWithin.TotalSeconds:0} s.{Environment.NewLine}"
                    + string.Join(Environment.NewLine, Nodes.Select(Condition)));
            Thread.Sleep(s_look);
        }
    }

    private bool IsWhole()
    {
        foreach (LocalNode node in Nodes)
        {
            if (!node.IsRunning) continue;
            string[] lines = [.. Table(node).Split('\n').Where(l => l.Length > 0)];
            if (lines.Length < Nodes.Count || ClusterField(node, "cluster_state") != "ok") return false;
            if (node.Info("role") == "slave" && (node.Info("master_link_status") != "up" || node.Info("master_sync_in_progress") == "1")) return false;
        }
        return Masters.Count * _options.Replicas <= Masters.Sum(m => int.Parse(m.Info("connected_slaves") ?? "0", CultureInfo.InvariantCulture))
            + Nodes.Count(n => !n.IsRunning);
    }

    private static string Condition(LocalNode node) => !node.IsRunning
        ? $"port {node.Port}: does not run"
        : $"port {node.Port}: cluster_state {ClusterField(node, "cluster_state")}, knows {Known(node)} nodes, role {node.Info("role")}, master_link_status {node.Info("master_link_status") ?? "–"}";

    private static bool HoldsSlots(LocalNode node) =>
        Table(node).Split('\n').Any(l => l.Contains("myself", StringComparison.Ordinal) && l.Split(' ').Length > 8);

    private static int Known(LocalNode node) => int.Parse(ClusterField(node, "cluster_known_nodes") ?? "0", CultureInfo.InvariantCulture);

    private static string Table(LocalNode node) => node.Execute("CLUSTER", "NODES").Text;

    private static string? ClusterField(LocalNode node, string field) => node.Execute("CLUSTER", "INFO").Text.Split("\r\n")
        .FirstOrDefault(l => l.StartsWith(field + ":", StringComparison.Ordinal))?[(field.Length + 1)..];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
