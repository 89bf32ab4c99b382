namespace Winnow.Store.Local;

/// <summary>How one redis-server of this machine runs.</summary>
public sealed record LocalNodeOptions
{
    /// <summary>Where it keeps its configuration, log and data; made if need be. One node a directory.</summary>
    public required string Directory { get; init; }

    /// <summary>TCP port on 127.0.0.1, up to 55,535 in a cluster, whose bus takes the port 10,000 above. Default 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>The module to load, or null for plain Redis. Default null.</summary>
    public string? Module { get; init; }

    /// <summary>Whether the node may be part of a cluster. Default false.</summary>
    public bool InCluster { get; init; }

    /// <summary>Silence after which the others of a cluster take a node for dead. Default 2 s: nodes of one machine answer at once or not at all.</summary>
    public TimeSpan NodeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether each write is appended to a file. Default false.</summary>
    public bool AppendOnly { get; init; }

    /// <summary>When that file is forced to disk: <c>always</c>, <c>everysec</c> or <c>no</c>. Default everysec.</summary>
    public string AppendFsync { get; init; } = "everysec";

    /// <summary>When snapshots are written, as in redis.conf: pairs of seconds and changes. Empty: never, also not when the node stops. Default empty.</summary>
    public string Save { get; init; } = "";

    /// <summary>What clients and other nodes must say. Default null: nothing.</summary>
    public string? Password { get; init; }

    /// <summary>Further lines of redis.conf. Default none.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>How long the node may take until it answers, loading its data included. Default 60 s.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Throws if an option is out of its range.</summary>
    /// <exception cref="ArgumentException">All faults, in one message.</exception>
    public void Validate()
    {
        List<string> faults = [];
        int most = InCluster ? 55_535 : 65_535;
        if (Port < 0 || Port > most) faults.Add($"Port is {Port}; expected 0 (a free one) … {most}");
        if (AppendFsync is not ("always" or "everysec" or "no")) faults.Add($"AppendFsync is '{AppendFsync}'; expected always, everysec or no");
        if (NodeTimeout < TimeSpan.FromMilliseconds(100)) faults.Add($"NodeTimeout is {NodeTimeout}; expected at least 0.1 s");
        if (ReadyWithin <= TimeSpan.Zero) faults.Add($"ReadyWithin is {ReadyWithin}; expected a positive time");
        if (Module is not null && !File.Exists(Module)) faults.Add($"Module is '{Module}', where there is no file");
        if (Directory.Length == 0 || Directory.Contains('"', StringComparison.Ordinal)) faults.Add($"Directory is '{Directory}'; expected a path without quotation marks");
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults) + ".");
    }

    /// <summary>The text of redis.conf.</summary>
    /// <param name="port">The port, which may have been chosen.</param>
    internal string Configuration(int port)
    {
        List<string> lines =
        [
            $"port {port}", "bind 127.0.0.1", "dir \"" + System.IO.Path.GetFullPath(Directory) + "\"", "pidfile redis.pid", "logfile redis.log", "daemonize no",
            "save \"" + Save + "\"", $"appendonly {(AppendOnly ? "yes" : "no")}", $"appendfsync {AppendFsync}",
            "enable-debug-command local", "repl-diskless-sync-delay 0", "repl-timeout 20", "tcp-backlog 128", "maxmemory-policy noeviction",
        ];
        if (InCluster) lines.AddRange(["cluster-enabled yes", "cluster-config-file nodes.conf", $"cluster-node-timeout {(long)NodeTimeout.TotalMilliseconds}"]);
        if (Password is not null) lines.AddRange([$"requirepass \"{Password}\"", $"masterauth \"{Password}\""]);
        if (Module is not null) lines.Add($"loadmodule \"{System.IO.Path.GetFullPath(Module)}\"");
        lines.AddRange(Settings);
        return string.Join('\n', lines) + "\n";
    }
}
