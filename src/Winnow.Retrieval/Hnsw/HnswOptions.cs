namespace Winnow.Retrieval;

/// <summary>How a graph is built and searched. Names of the paper in brackets.</summary>
public sealed record HnswOptions
{
    /// <summary>Links a new node chooses on each layer [M], in [2, 128]; default 16. A node keeps up to twice as many on the
    /// lowest layer [M_max0] and as many above [M_max]. More: better recall, more memory, slower.</summary>
    public int Links { get; init; } = 16;

    /// <summary>Candidates kept while a node looks for its links [efConstruction], at least <see cref="Links"/>; default 200.
    /// More: better graph, slower build.</summary>
    public int BuildCandidates { get; init; } = 200;

    /// <summary>Candidates kept during a search that does not say [ef], at least 1; default 64. More: better recall, slower.</summary>
    public int SearchCandidates { get; init; } = 64;

    /// <summary>Precision on the way; default <see cref="NodePrecision.Int8"/>.</summary>
    public NodePrecision Precision { get; init; } = NodePrecision.Int8;

    /// <summary>With int8, how many candidates are scored in float32 for each result wanted, at least 1; default 3 (and never
    /// fewer than 8 more than wanted, nor more than there are).</summary>
    public int Rescored { get; init; } = 3;

    /// <summary>A filter that accepts less than this share of the items is answered by scanning the accepted items instead of
    /// walking the graph, in [0, 1]; default 0.03. A walk meets 1 / share nodes for each one it may return, a scan looks at the
    /// accepted ones only: at a share of some percent both take the same time, and the scan is exact.</summary>
    public double ScanShare { get; init; } = 0.03;

    /// <summary>Nodes to make room for from the start; default 0. The index grows when it must, by copying.</summary>
    public int Capacity { get; init; }

    /// <summary>Decides the layers of the nodes; default 1. Same seed and same calls, same graph.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Validate()
    {
        if (Links is < 2 or > 128) Throw.Option(nameof(Links), Links, "in [2, 128]");
        if (BuildCandidates < Links || BuildCandidates > 1 << 16)
            Throw.Option(nameof(BuildCandidates), BuildCandidates, $"in [{nameof(Links)}, 65536]");
        if (SearchCandidates is < 1 or > 1 << 20) Throw.Option(nameof(SearchCandidates), SearchCandidates, "in [1, 2²⁰]");
        if (Rescored is < 1 or > 1 << 10) Throw.Option(nameof(Rescored), Rescored, "in [1, 1024]");
        if (!(ScanShare is >= 0 and <= 1)) Throw.Option(nameof(ScanShare), ScanShare, "in [0, 1]");
        if (Capacity is < 0 or > int.MaxValue / 2) Throw.Option(nameof(Capacity), Capacity, "in [0, 2³⁰)");
        if (!Enum.IsDefined(Precision)) Throw.Option(nameof(Precision), Precision, "a precision of NodePrecision");
    }
}
