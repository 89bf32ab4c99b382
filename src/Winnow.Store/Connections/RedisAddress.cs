namespace Winnow.Store;

/// <summary>Where a Redis server or cluster is, and how to talk to it.</summary>
public sealed partial record RedisAddress
{
    /// <summary>Nodes to begin with, at least one; the others of a cluster are learnt from them.</summary>
    public required IReadOnlyList<RedisEndPoint> EndPoints { get; init; }

    /// <summary>Encryption; null: none.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>User of the server's access control list; null: the default user.</summary>
    public string? User { get; init; }

    /// <summary>Password; null: none is given.</summary>
    public string? Password { get; init; }

    /// <summary>What connections are called in <c>CLIENT LIST</c>. Default <c>winnow</c>.</summary>
    public string ClientName { get; init; } = "winnow";

    /// <summary>Longest time to open a connection. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for one reply; then the connection is closed and the command, if it may be, sent again. Default 10 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for a command, all attempts together: outlasts a fail-over. Default 60 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time to wait for a step of other workers. Default 10 min.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Replicas that must hold an update before it counts as committed. Default 0: the master alone.</summary>
    public int Replicas { get; init; }

    /// <summary>Whether reads may go to replicas, which lag a little. Default false.</summary>
    public bool ReadReplicas { get; init; }

    /// <summary>The address without its password.</summary>
    public override string ToString() =>
        $"{(Tls is null ? "redis" : "rediss")}://{(User is null ? "" : $"{User}@")}{string.Join(',', EndPoints)}";
}
