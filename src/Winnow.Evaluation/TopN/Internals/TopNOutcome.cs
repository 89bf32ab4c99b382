namespace Winnow.Evaluation.Internals;

/// <summary>What ranking all users leaves behind; each user writes places of his own, counts of items are added atomically.</summary>
internal sealed class TopNOutcome(int users, int items, int[] cutoffs, bool likeness)
{
    internal int Users { get; } = users;

    internal int Items { get; } = items;

    internal int[] Cutoffs { get; } = cutoffs;

    /// <summary>Length of each user's list, at most the largest cut-off.</summary>
    internal int[] ListLengths { get; } = new int[users];

    internal int[] HitCounts { get; } = new int[users];

    internal float[] Auc { get; } = new float[users];

    /// <summary>For each cut-off the lists in which an item stands between the cut-off before and this one, [cutoffs, items].</summary>
    internal int[] ItemCounts { get; } = new int[(long)cutoffs.Length * items];

    /// <summary>Means of each user's list, [cutoffs, users].</summary>
    internal float[] Popularity { get; } = new float[(long)cutoffs.Length * users];

    internal float[] Novelty { get; } = new float[(long)cutoffs.Length * users];

    internal float[] Diversity { get; } = likeness ? new float[(long)cutoffs.Length * users] : [];
}
