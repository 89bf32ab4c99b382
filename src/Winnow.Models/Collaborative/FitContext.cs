using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>What a recommender needs beside the data.</summary>
/// <param name="Team">The threads that compute; stay the caller's.</param>
public sealed record FitContext(WorkerTeam Team)
{
    /// <summary>Seed of every random stream. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Told the share that is done, in [0, 1]; null: nobody is.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops between two pieces of work.</summary>
    public CancellationToken Cancel { get; init; }
}
