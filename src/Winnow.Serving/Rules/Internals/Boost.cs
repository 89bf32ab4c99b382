using System.Buffers;
using System.Runtime.InteropServices;

namespace Winnow.Serving;

/// <summary>Multiplies the odds of some items and puts the candidates in their new order; of equal scores the one that was first stays first.</summary>
internal sealed class Boost(BoostRuleOptions rule, ItemCondition condition) : IScoreRule
{
    private readonly float _logOdds = (float)Math.Log(rule.Factor);

    public string Name => rule.Title;

    public void Apply(StageContext context, Span<Candidate> candidates, Action<int, string>? moves)
    {
        if (!rule.HoldsAt(context.Now)) return;
        Func<int, bool> holds = condition.ForRequest();
        ScoredPlace[] rented = ArrayPool<ScoredPlace>.Shared.Rent(candidates.Length);
        Span<ScoredPlace> places = rented.AsSpan(0, candidates.Length);
        for (int i = 0; i < candidates.Length; i++)
        {
            bool boosted = holds(candidates[i].Item);
            if (boosted) candidates[i].Score = Boosted(candidates[i]);
            places[i] = new ScoredPlace(candidates[i].Score, i, boosted);
        }
        places.Sort(candidates);
        if (moves is not null) Tell(places, candidates, moves);
        ArrayPool<ScoredPlace>.Shared.Return(rented);
    }

    private float Boosted(in Candidate candidate)
    {
        bool isLogit = !float.IsNaN(candidate.RankScore) || !float.IsNaN(candidate.PreRankScore);
        return isLogit ? candidate.Score + _logOdds : candidate.Score * (float)rule.Factor;
    }

    private void Tell(ReadOnlySpan<ScoredPlace> places, ReadOnlySpan<Candidate> candidates, Action<int, string> moves)
    {
        for (int i = 0; i < places.Length; i++)
        {
            string what = places[i].IsBoosted ? $"boost '{Name}' × {rule.Factor}" : $"boost '{Name}' of others";
            if (places[i].Place != i) moves(candidates[i].Item, $"{what}: place {places[i].Place + 1} → {i + 1}");
            else if (places[i].IsBoosted) moves(candidates[i].Item, $"{what}: stays on place {i + 1}");
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ScoredPlace(float Score, int Place, bool IsBoosted) : IComparable<ScoredPlace>
    {
        public int CompareTo(ScoredPlace other)
        {
            int byScore = other.Score.CompareTo(Score);             // descending, NaN last
            return byScore != 0 ? byScore : Place.CompareTo(other.Place);
        }
    }
}
