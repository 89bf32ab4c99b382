namespace Winnow.Evaluation.Internals;

/// <summary>What ranking one user at a time needs; belongs to one thread at a time.</summary>
internal sealed class RankScratch(int items, int listLength)
{
    /// <summary>Places of the scores that can be in the list.</summary>
    internal int[] Places { get; } = new int[items];

    /// <summary>Those scores.</summary>
    internal float[] Values { get; } = new float[items];

    /// <summary>A copy that selection may permute.</summary>
    internal float[] Permuted { get; } = new float[items];

    /// <summary>Maxima of groups of scores.</summary>
    internal float[] Maxima { get; } = new float[2 * listLength + 64];

    /// <summary>Sort keys, each with an item or a place behind it.</summary>
    internal ulong[] Keys { get; } = new ulong[items];

    /// <summary>The lowest of many keys.</summary>
    internal ulong[] LowKeys { get; } = new ulong[items];

    /// <summary>The list: items, best first; valid up to its length.</summary>
    internal int[] List { get; } = new int[Math.Min(listLength, items)];

    /// <summary>The scores of <see cref="List"/>.</summary>
    internal float[] ListScores { get; } = new float[Math.Min(listLength, items)];
}
