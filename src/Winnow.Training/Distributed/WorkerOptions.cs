namespace Winnow.Training.Distributed;

/// <summary>How a worker works. Nothing here changes what it computes.</summary>
public sealed record WorkerOptions
{
    /// <summary>Who it is, 1 … 64 characters, unique among the workers of a run.</summary>
    public required string Name { get; init; }

    /// <summary>How long a position stays its own when nothing is heard of it; renewed three times as often. Default 15 s.</summary>
    public TimeSpan Term { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long it goes on trying when the store does not answer. Default 10 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Positions it works on at a time, at least 1: with 2, the next is leased and pulled while one is computed. Default 2.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Is told a few times a second how it goes, on the thread that computes; null: nobody is.</summary>
    public Action<WorkerReport>? Observer { get; init; }
}
