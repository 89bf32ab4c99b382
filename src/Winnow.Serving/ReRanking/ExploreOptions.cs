namespace Winnow.Serving;

/// <summary>Settings of exploration: the last places of a page are now and then given to candidates from further down, drawn at random, so that
/// the next model learns about items which this one would never show.</summary>
/// <remarks>
/// Each of the <see cref="Slots"/> last places explores with probability <see cref="Share"/>, independently; then it shows one of the m candidates
/// that are among the first <see cref="From"/> and not on the page, each with the same probability. The item that gives way is the first to
/// move up if a rule takes something off the page.
/// <para>Propensities, for counterfactual learning: a drawn item stands in its place with probability share / m, the item that would stand there
/// otherwise with 1 − share (1 if m = 0). They are told with the moves.</para>
/// </remarks>
public sealed record ExploreOptions
{
    /// <summary>Places of the page that explore, counted from its end, at least 1. Default 1.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>How deep the candidates for these places are drawn from, by score, at least 1. Never deeper than what the ranker lets through. Default 50.</summary>
    public int From { get; init; } = 50;

    /// <summary>Probability that a place explores, in [0, 1]. Default 0.1.</summary>
    public float Share { get; init; } = 0.1f;

    internal IEnumerable<string> Faults()
    {
        if (Slots < 1) yield return $"explore.slots is {Slots}, it must be at least 1";
        if (From < 1) yield return $"explore.from is {From}, it must be at least 1";
        if (!(Share is >= 0 and <= 1)) yield return $"explore.share is {Share}, it must lie in [0, 1]";
    }
}
