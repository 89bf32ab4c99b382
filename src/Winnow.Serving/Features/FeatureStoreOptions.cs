using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Which feature store a server keeps, and how it is asked.</summary>
public sealed record FeatureStoreOptions
{
    /// <summary>Default of <see cref="HistoryLimit"/>.</summary>
    public const int DefaultHistoryLimit = 200;

    /// <summary><c>sqlite</c> (in the data directory), <c>memory</c>, or a connection string of PostgreSQL such as <c>Host=db;Database=winnow;Username=…</c>. Default <c>sqlite</c>.</summary>
    public string Kind { get; init; } = "sqlite";

    /// <summary>Items kept of each user's history, in [1, 10 000]. Default 200.</summary>
    public int HistoryLimit { get; init; } = DefaultHistoryLimit;

    /// <summary>How long a request waits for the store before it goes on with what it remembers of the user, above 0. Default 100 ms.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How old a remembered user may be while the store can be reached. Writes through this server are seen at once; the age is for those of other
    /// servers on the same store. Default 1 s.</summary>
    public TimeSpan Staleness { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Users remembered, at least 0. Default 20 000.</summary>
    public int Remembered { get; init; } = 20_000;

    /// <summary>How long the store is left alone after a failure, above 0. Default 1 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with the options, one line each; none if nothing.</summary>
    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Kind)) yield return "store is empty; expected sqlite, memory or a connection string of PostgreSQL";
        else if (!IsSqlite && !IsMemory && !Kind.Contains('=', StringComparison.Ordinal))
            yield return $"store is '{Kind}'{(NearestName.Find(Kind, ["sqlite", "memory"]) is { } near ? $" (did you mean {near}?)" : "")}; expected sqlite, memory or a connection string of PostgreSQL such as Host=…;Database=…;Username=…";
        if (HistoryLimit is < 1 or > 10_000) yield return $"history limit is {HistoryLimit}; expected 1 to 10 000";
        if (ReadTimeout <= TimeSpan.Zero) yield return $"read timeout is {ReadTimeout}; expected more than 0";
        if (Staleness < TimeSpan.Zero) yield return $"staleness is {Staleness}; expected 0 or more";
        if (Pause <= TimeSpan.Zero) yield return $"pause is {Pause}; expected more than 0";
        if (Remembered < 0) yield return $"remembered users are {Remembered}; expected 0 or more";
    }

    /// <summary>Whether users and items are kept in a file.</summary>
    internal bool IsSqlite => Kind == "sqlite";

    /// <summary>Whether they are kept in memory.</summary>
    internal bool IsMemory => Kind == "memory";
}
