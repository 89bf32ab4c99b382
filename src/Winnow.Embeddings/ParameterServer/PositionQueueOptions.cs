namespace Winnow.Embeddings;

/// <summary>How a queue hands out positions.</summary>
public sealed record PositionQueueOptions
{
    /// <summary>Positions a step, 1 … <see cref="UpdateTag.MostParts"/>. Default 1.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>How many steps a worker may be ahead of the first step that is not complete, at least 0. 0: nobody begins a step before the
    /// one before is complete. Default: no limit.</summary>
    public int Staleness { get; init; } = int.MaxValue;
}
