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
        Span<float> four = stackalloc float[4];
        Span<int> above = stackalloc int[4], equal = stackalloc int[4];
        for (int first = 0; first < relevant.Length; first += 4)
        {
            for (int j = 0; j < 4; j++) four[j] = relevant[Math.Min(first + j, relevant.Length - 1)];
            ScoreRow.Count(scores, four, above, equal);
            for (int j = 0; j < Math.Min(4, relevant.Length - first); j++)
            {
                (int begin, int end) = Run(relevant, first + j);
                int othersAbove = above[j] - (relevant.Length - end), othersEqual = equal[j] - (end - begin);
                won += others - othersAbove - 0.5 * othersEqual;
            }
        }
        return won / ((double)relevant.Length * others);
    }

    /// <summary>Where the values equal to the one at <paramref name="at"/> begin and end.</summary>
    private static (int Begin, int End) Run(ReadOnlySpan<float> ascending, int at)
    {
        int begin = at, end = at + 1;
        while (begin > 0 && ascending[begin - 1] == ascending[at]) begin--;
        while (end < ascending.Length && ascending[end] == ascending[at]) end++;
        return (begin, end);
    }
}
