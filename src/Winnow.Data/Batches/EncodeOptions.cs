namespace Winnow.Data;

/// <summary>How records are encoded.</summary>
public sealed record EncodeOptions
{
    /// <summary>Threads that parse and encode, at least 1. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether rows must have a label; otherwise a missing one is NaN: for scoring.</summary>
    public bool NeedLabel { get; init; } = true;

    /// <summary>Where malformed rows are counted; null: a log with the default limit.</summary>
    public BadRowLog? BadRows { get; init; }
}
