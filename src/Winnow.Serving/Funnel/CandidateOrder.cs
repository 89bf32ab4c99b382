using System.Numerics;

namespace Winnow.Serving;

/// <summary>Orders of candidates, the best first. Total: no two items are equal, so sorting is the same every time.</summary>
internal static class CandidateOrder
{
    /// <summary>By score, then as recall merged them.</summary>
    public static Comparison<Candidate> ByScore { get; } = static (x, y) => y.Score.CompareTo(x.Score) is not 0 and int byScore ? byScore : ByRecall(x, y);

    /// <summary>By the score of recall; then the first source first, then the smaller number.</summary>
    private static int ByRecall(Candidate x, Candidate y)
    {
        int order = y.RecallScore.CompareTo(x.RecallScore);
        if (order == 0) order = BitOperations.TrailingZeroCount(x.Sources).CompareTo(BitOperations.TrailingZeroCount(y.Sources));
        return order != 0 ? order : x.Item.CompareTo(y.Item);
    }
}
