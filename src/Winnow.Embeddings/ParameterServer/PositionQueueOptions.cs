namespace Winnow.Embeddings;

/// <summary>How a queue hands out positions.</summary>
public sealed record PositionQueueOptions
{
    /// <summary>Positions a step, 1 … <see cref="UpdateTag.MostParts"/>. Default 1.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>How many steps a worker may be ahead of the first step that is not complete, at least 0. 0: nobody begins a step before the
    /// one before is complete. Default: no limit.</summary>
    public int Staleness { get; init; } = int.MaxValue;

    /// <summary>Throws one exception that names every fault.</summary>
    /// <exception cref="ArgumentException">Some value is outside its legal range.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (Parts is < 1 or > UpdateTag.MostParts) faults.Add($"{nameof(Parts)} is {Parts}; it must lie in [1, {UpdateTag.MostParts}]");
        if (Staleness < 0) faults.Add($"{nameof(Staleness)} is {Staleness}; it must be at least 0");
        if (faults.Count > 0) Throw.InvalidOptions("queue", faults);
    }
}
