namespace Winnow.Store;

/// <summary>What a client of a cluster has done.</summary>
public sealed class RedisTraffic
{
    /// <summary>Commands that were answered.</summary>
    public long Commands { get; internal set; }

    /// <summary>Commands that were sent again: redirected, or their connection lost.</summary>
    public long Repeated { get; internal set; }

    /// <summary>Connections opened.</summary>
    public long Connections { get; internal set; }

    /// <summary>Times the client learnt anew who has which slots.</summary>
    public long Refreshes { get; internal set; }
}
