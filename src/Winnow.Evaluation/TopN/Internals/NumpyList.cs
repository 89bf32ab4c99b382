using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>The list that numpy gives for <c>p = argpartition(-s, k)[:k]; p[argsort(-s[p])]</c>, to the last tie.</summary>
internal static class NumpyList
{
    /// <summary>Fills <see cref="RankScratch.List"/> and <see cref="RankScratch.ListScores"/>; scores of −∞ are dropped afterwards, so that the list may be
    /// shorter.</summary>
    /// <param name="scores">Shape [items]; not NaN.</param>
    /// <param name="scratch">Its list has fewer places than there are items.</param>
    /// <returns>Length of the list.</returns>
    internal static int Select(ReadOnlySpan<float> scores, RankScratch scratch)
    {
        Span<float> negated = scratch.Permuted.AsSpan(0, scores.Length);
        Span<int> order = scratch.Places.AsSpan(0, scores.Length);
        for (int i = 0; i < scores.Length; i++) (negated[i], order[i]) = (-scores[i], i);
        int k = scratch.List.Length;
        NumpyOrder.Partition(negated, order, k);
        return SortFront(scores, order[..k], scratch);
    }

    private static int SortFront(ReadOnlySpan<float> scores, Span<int> front, RankScratch scratch)
    {
        Span<float> negated = scratch.Values.AsSpan(0, front.Length);
        Span<int> order = scratch.Places.AsSpan(scores.Length - front.Length, front.Length);
        if (2 * front.Length > scores.Length) order = new int[front.Length];           // the two would overlap
        for (int i = 0; i < front.Length; i++) (negated[i], order[i]) = (-scores[front[i]], i);
        NumpyOrder.Sort(negated, order);
        int length = 0;
        foreach (int place in order)
        {
            if (float.IsInfinity(negated[place])) continue;
            (scratch.List[length], scratch.ListScores[length]) = (front[place], -negated[place]);
            length++;
        }
        return length;
    }
}
