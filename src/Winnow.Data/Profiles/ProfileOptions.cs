namespace Winnow.Data;

/// <summary>How a file is profiled.</summary>
public sealed record ProfileOptions
{
    /// <summary>Name of the label; null: found out.</summary>
    public string? Label { get; init; }

    /// <summary>Most rows read, at least 1; the rest of the file is not looked at.</summary>
    public long MostRows { get; init; } = long.MaxValue;

    /// <summary>Threads that parse, at least 1. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Seed of the sample of rows in which features are compared with the label.</summary>
    public ulong Seed { get; init; }
}
