namespace Winnow.Serving;

/// <summary>What time a request and its stages have. A stage that is late is left behind, and the order before it is kept.</summary>
public sealed record BudgetOptions
{
    /// <summary>Time of all stages together, above zero. What one leaves, the next may use. Default 50 ms.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Time of recall; zero: what is left of the total. Default zero.</summary>
    public TimeSpan Recall { get; init; }

    /// <summary>Time of the re-ranker; zero: what is left of the total. Default zero.</summary>
    public TimeSpan ReRank { get; init; }

    /// <summary>Threads that stages run on, at least 1; 0: two for each core, at least 8. Default 0.</summary>
    public int Threads { get; init; }
}
