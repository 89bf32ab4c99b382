using Winnow.Store;
using Winnow.Training.Distributed;

namespace Winnow.Cli.Commands;

/// <summary>What a command line says about sharing a run.</summary>
internal sealed record DistributedSettings
{
    /// <summary>The store.</summary>
    public required RedisAddress Address { get; init; }

    /// <summary>The store as it was given.</summary>
    public required string StoreText { get; init; }

    /// <summary>What <c>--replicas</c> said.</summary>
    public required int? Replicas { get; init; }

    /// <summary>How workers keep step.</summary>
    public required SyncOptions Sync { get; init; }

    /// <summary>The options that say so, for the command lines of workers.</summary>
    public required IReadOnlyList<string> SyncWords { get; init; }

    /// <summary>Worker processes on this machine.</summary>
    public required int Workers { get; init; }

    /// <summary>Whether the run stays in the store.</summary>
    public required bool Keep { get; init; }

    /// <summary>The run to work for; null: this process coordinates one.</summary>
    public required string? Join { get; init; }

    /// <summary>Whether a coordinator listens.</summary>
    public required bool Tells { get; init; }
}
