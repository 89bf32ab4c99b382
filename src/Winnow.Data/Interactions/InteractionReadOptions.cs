namespace Winnow.Data;

/// <summary>How interactions are read.</summary>
public sealed record InteractionReadOptions
{
    /// <summary>Counts malformed rows and says how many are put up with; null: one in a thousand and at least ten.</summary>
    public BadRowLog? BadRows { get; init; }

    /// <summary>What is made of pairs that come more than once. Default: all events are kept.</summary>
    public RepeatRule Repeats { get; init; } = RepeatRule.Keep;

    /// <summary>Threads that cut text into cells, at least 1. Default: one a core. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
