namespace Winnow.Evaluation.Internals;

/// <summary>What a block of users adds to the counts of a report.</summary>
internal sealed class TopNCounts(int cutoffs)
{
    /// <summary>Ranks of all hits of the block, user by user.</summary>
    internal List<int> HitRanks { get; } = [];

    /// <summary>Users with a relevant item tied at each cut.</summary>
    internal int[] Tied { get; } = new int[cutoffs];

    internal int ConstantRows { get; set; }

    internal int ZeroRows { get; set; }

    internal int EmptyLists { get; set; }

    /// <summary>Relevant items that the user is already known to have taken.</summary>
    internal int RelevantSeen { get; set; }

    /// <summary>Negatives that are relevant, and negatives that were filtered as seen.</summary>
    internal int NegativesRelevant { get; set; }

    internal int NegativesSeen { get; set; }

    /// <summary>Ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    internal long ScoreTicks { get; set; }

    internal long RankTicks { get; set; }
}
