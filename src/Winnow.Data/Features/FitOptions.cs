namespace Winnow.Data;

/// <summary>How a plan is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>Seed of the samples from which quantiles are taken (streams <c>plan/COLUMN</c>).</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads that parse, at least 1. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Most distinct ids a table with a vocabulary may have in the training data, at least 1; more are an error.</summary>
    public int MostVocabularyEntries { get; init; } = 100_000_000;

    /// <summary>Values kept a column to find quantiles, at least 2.</summary>
    public int SampleSize { get; init; } = 1 << 17;

    /// <summary>Where malformed rows are counted; null: a log with the default limit.</summary>
    public BadRowLog? BadRows { get; init; }
}
