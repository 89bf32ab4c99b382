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
        Span<float> distinct = stackalloc float[4];
        Span<int> above = stackalloc int[4], equal = stackalloc int[4], ends = stackalloc int[4];
        for (int begin = 0; begin < relevant.Length; begin = ends[3])
        {
            for (int j = 0, end = begin; j < 4; j++) (distinct[j], end, ends[j]) = NextRun(relevant, end);
            ScoreRow.Count(scores, distinct, above, equal);
            for (int j = 0, from = begin; j < 4; from = ends[j++])
            {
                int here = ends[j] - from, othersAbove = above[j] - (relevant.Length - ends[j]), othersEqual = equal[j] - here;
                won += here * (others - othersAbove - 0.5 * othersEqual);
            }
        }
        return won / ((double)relevant.Length * others);
    }

    /// <summary>A value, and where the run of values equal to it ends; beyond the end the last value again, in a run of none.</summary>
    private static (float Value, int End, int SameEnd) NextRun(ReadOnlySpan<float> ascending, int begin)
    {
        int end = begin;
        while (end < ascending.Length && ascending[end] == ascending[begin]) end++;
        return (ascending[Math.Min(begin, ascending.Length - 1)], end, end);
    }
}
