namespace Winnow.Store.Local;

/// <summary>How a cluster of this machine is made up.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>Nodes that hold slots, 1 … 32. Default 3: the fewest that agree on a fail-over.</summary>
    public int Masters { get; init; } = 3;

    /// <summary>Copies of each of them, 0 … 4. Default 0.</summary>
    public int Replicas { get; init; }

    /// <summary>Whether a single node without replicas is in cluster mode too. Default false: it is plain Redis then.</summary>
    public bool AlwaysInCluster { get; init; }

    /// <summary>Port of the first node; the others follow. Default 0: free ones.</summary>
    public int Port { get; init; }

    /// <summary>How each node runs: its directory is the one that gets a directory for each node. Port and mode are filled in.</summary>
    public required LocalNodeOptions Node { get; init; }

    /// <summary>How long the nodes may take to agree. Default 60 s.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Number of nodes.</summary>
    public int Nodes => Masters * (1 + Replicas);

    /// <summary>Whether the nodes are in cluster mode.</summary>
    public bool InCluster => AlwaysInCluster || Nodes > 1;

    /// <summary>Throws if an option is out of its range.</summary>
    /// <exception cref="ArgumentException">All faults, in one message.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (Masters is < 1 or > 32) faults.Add($"Masters is {Masters}; expected 1 … 32");
        if (Replicas is < 0 or > 4) faults.Add($"Replicas is {Replicas}; expected 0 … 4");
        int most = InCluster ? 55_535 : 65_535;
        if (Port < 0 || Port > most - Nodes + 1) faults.Add($"Port is {Port}; expected 0 (free ones) … {most - Nodes + 1} for {Nodes} nodes");
        if (ReadyWithin <= TimeSpan.Zero) faults.Add($"ReadyWithin is {ReadyWithin}; expected a positive time");
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults) + ".");
    }
}
