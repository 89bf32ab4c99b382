namespace Winnow.Evaluation.Internals;

/// <summary>The AUC of one user's candidates.</summary>
internal static class AreaUnderCurve
{
    /// <summary>P(relevant above not relevant) + ½ P(equal); NaN if either kind is missing.</summary>
    /// <param name="scores">Scores of the candidates; −∞: hidden, not a candidate.</param>
    /// <param name="candidates">How many are not hidden.</param>
    /// <param name="relevant">Scores of the relevant candidates; sorted here.</param>
    internal static double Of(ReadOnlySpan<float> scores, int candidates, Span<float> relevant)
    {
        int others = candidates - relevant.Length;
        if (relevant.IsEmpty || others == 0) return double.NaN;
        relevant.Sort();
        double won = 0;
        for (int i = 0, end; i < relevant.Length; i = end)
        {
            for (end = i + 1; end < relevant.Length && relevant[end] == relevant[i];) end++;
            (int above, int equal) = ScoreRow.Count(scores, relevant[i]);
            int othersAbove = above - (relevant.Length - end), othersEqual = equal - (end - i);
            won += (end - i) * (others - othersAbove - 0.5 * othersEqual);
        }
        return won / ((double)relevant.Length * others);
    }
}
