namespace Winnow.Serving;

/// <summary>What the funnel recommends and how it came to it.</summary>
/// <param name="Release">Name of the release that gave the whole answer.</param>
/// <param name="Items">The items, best first; fewer than wanted if the catalogue or the rules leave no more.</param>
/// <param name="Stages">The stages in order, those that were passed over included.</param>
/// <param name="Unknown">Ids of the request's candidates that the release does not know.</param>
public sealed record FunnelAnswer(string Release, IReadOnlyList<RecommendedItem> Items, IReadOnlyList<StageReport> Stages, IReadOnlyList<string> Unknown)
{
    /// <summary>Whether a stage did not do its work, so that the answer is worse than it could be.</summary>
    public bool IsDegraded => Stages.Any(s => s.Degradation is not null);
}

/// <summary>One item of an answer.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Score">The score it was last ordered by: the ranker's after boosts, or that of the last stage that worked.</param>
/// <param name="Explanation">Why it is there; null unless asked for.</param>
public sealed record RecommendedItem(string Item, float Score, ItemExplanation? Explanation);

/// <summary>What a stage of the funnel did in one request.</summary>
/// <param name="Stage">One of <see cref="StageNames"/>.</param>
/// <param name="Entered">Candidates that came to it; of recall, the size of the catalogue.</param>
/// <param name="Left">Candidates that went on.</param>
/// <param name="Time">Time it took, or was waited for.</param>
/// <param name="Degradation">Null, or why it did not do its work and what was done instead: <c>over its budget of 5 ms; kept the order of recall</c>.</param>
/// <param name="Parts">For recall one report a source, else empty.</param>
public sealed record StageReport(string Stage, int Entered, int Left, TimeSpan Time, string? Degradation, IReadOnlyList<StageReport> Parts);

/// <summary>Names of the stages, in reports, metrics and traces.</summary>
public static class StageNames
{
    /// <summary>Finds candidates in the whole catalogue.</summary>
    public const string Recall = "recall";

    /// <summary>Scores them cheaply.</summary>
    public const string PreRank = "preRank";

    /// <summary>Scores the best of them with the ranker.</summary>
    public const string Rank = "rank";

    /// <summary>Orders the page: diversity, calibration, exploration.</summary>
    public const string ReRank = "reRank";

    /// <summary>The rules of the business.</summary>
    public const string Rules = "rules";

    /// <summary>Says what the ranker's scores are made of; reported only if it failed.</summary>
    public const string Explain = "explain";
}
