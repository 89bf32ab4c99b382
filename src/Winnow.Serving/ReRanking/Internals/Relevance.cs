namespace Winnow.Serving;

/// <summary>Scores made comparable from request to request.</summary>
internal static class Relevance
{
    /// <summary>Scales scores to [0, 1] between the worst and the best finite one; all are 1 if these are equal. NaN and −∞ become 0, +∞ becomes 1.</summary>
    public static void Scale(ReadOnlySpan<Candidate> candidates, Span<double> relevance)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (ref readonly Candidate candidate in candidates)
        {
            if (!float.IsFinite(candidate.Score)) continue;
            (least, most) = (Math.Min(least, candidate.Score), Math.Max(most, candidate.Score));
        }
        for (int i = 0; i < candidates.Length; i++)
        {
            double score = candidates[i].Score;
            relevance[i] = double.IsFinite(score)
                ? most > least ? (score - least) / (most - least) : 1
                : double.IsPositiveInfinity(score) ? 1 : 0;
        }
    }
}
