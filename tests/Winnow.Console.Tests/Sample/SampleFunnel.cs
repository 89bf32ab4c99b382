using Winnow.Data;
using Winnow.Serving;

namespace Winnow.Console.Tests.Sample;

/// <summary>A funnel that is simple and true to itself: each place and score it tells of is the one it used, and the terms sum to the logit.</summary>
internal sealed class SampleFunnel(string release, IItemCatalogue items, float temper) : IFunnel
{
    private const int FromTowers = 80, FromNeighbours = 50, FromPopular = 20, PreRankKeeps = 60, RankKeeps = 20;

    private static readonly TimeSpan s_recall = TimeSpan.FromMilliseconds(2.4), s_preRank = TimeSpan.FromMilliseconds(1.1),
        s_rank = TimeSpan.FromMilliseconds(5.9), s_reRank = TimeSpan.FromMilliseconds(0.6), s_rules = TimeSpan.FromMilliseconds(0.1);

    public string Release => release;

    public IItemCatalogue Items => items;

    public FunnelAnswer Recommend(FunnelRequest request, UserState user, CancellationToken cancel = default)
    {
        int[] history = [.. user.History.Select(id => items.Ids.TryFind(id, out int i) ? i : -1).Where(i => i >= 0)];
        float[] taste = Taste(history);
        List<(string Source, int[] Found)> sources =
        [
            ("towers", Best(FromTowers, i => SampleCatalogue.Dot(taste, items.Vector(i)))),
            ("item-knn", Best(FromNeighbours, i => history.Length == 0 ? -i : SampleCatalogue.Dot(items.Vector(history[^1]), items.Vector(i)))),
            ("popular", Best(FromPopular, Popularity)),
        ];
        int[] recalled = [.. sources.SelectMany(s => s.Found).Distinct().Where(i => !history.Contains(i))];
        int[] preRanked = [.. recalled.OrderByDescending(i => PreRankScore(i, taste)).Take(PreRankKeeps)];
        bool slow = request.User == SampleUsers.Slow;
        int[] ranked = slow ? [.. preRanked.Take(RankKeeps)] : [.. preRanked.OrderByDescending(i => Terms(i, taste).Sum(t => t.Amount)).Take(RankKeeps)];
        int[] page = Diverse(ranked, request.Count);
        List<StageReport> stages =
        [
            new(StageNames.Recall, SampleCatalogue.Count, recalled.Length, s_recall, null,
                [.. sources.Select((s, i) => new StageReport(s.Source, SampleCatalogue.Count, s.Found.Length, TimeSpan.FromMilliseconds(1.6 - i * 0.5), null, []))]),
            new(StageNames.PreRank, recalled.Length, preRanked.Length, s_preRank, null, []),
            new(StageNames.Rank, preRanked.Length, ranked.Length, slow ? 2 * s_rank : s_rank, slow ? "over its budget of 12 ms; kept the order of preRank" : null, []),
            new(StageNames.ReRank, ranked.Length, page.Length, s_reRank, null, []),
            new(StageNames.Rules, page.Length, page.Length, s_rules, null, []),
        ];
        RecommendedItem Item(int item, int place) => new(items.Ids[item], slow ? PreRankScore(item, taste) : Terms(item, taste).Sum(t => t.Amount), !request.Explain ? null : new ItemExplanation(
            [.. sources.Where(s => s.Found.Contains(item)).Select(s => new SourcePlace(s.Source, 1 + Array.IndexOf(s.Found, item), SampleCatalogue.Dot(taste, items.Vector(item)))).OrderBy(s => s.Place)],
            [
                new(StageNames.Recall, 1 + Array.IndexOf(recalled, item), float.NaN),
                new(StageNames.PreRank, 1 + Array.IndexOf(preRanked, item), PreRankScore(item, taste)),
                new(StageNames.Rank, 1 + Array.IndexOf(ranked, item), slow ? float.NaN : Terms(item, taste).Sum(t => t.Amount)),
                new(StageNames.ReRank, place, float.NaN),
                new(StageNames.Rules, place, float.NaN),
            ],
            Array.IndexOf(ranked, item) + 1 == place ? [] : [$"mmr: place {Array.IndexOf(ranked, item) + 1} → {place}"],
            slow ? null : new ScoreExplanation("integrated gradients (16 steps)", 0, Terms(item, taste).Sum(t => t.Amount), [.. Terms(item, taste).OrderByDescending(t => Math.Abs(t.Amount))], 0)));
        return new FunnelAnswer(release, [.. page.Select((item, i) => Item(item, i + 1))], stages, []);
    }

    public IReadOnlyList<RecommendedItem> Similar(string item, int count) =>
        items.Ids.TryFind(item, out int of)
            ? [.. Best(count + 1, i => SampleCatalogue.Dot(items.Vector(of), items.Vector(i))).Where(i => i != of).Take(count).Select(i => new RecommendedItem(items.Ids[i], 0, null))]
            : throw new KeyNotFoundException($"The sample has no item '{item}'.");

    public bool Update(string item, FeatureValues features) => items.Ids.TryFind(item, out _);

    private float[] Taste(int[] history)
    {
        float[] sum = new float[items.VectorDimension];
        foreach (int item in history)
            for (int i = 0; i < sum.Length; i++) sum[i] += items.Vector(item)[i];
        return SampleCatalogue.Unit(sum);
    }

    private static int[] Best(int count, Func<int, float> score) => [.. Enumerable.Range(0, SampleCatalogue.Count).OrderByDescending(score).Take(count)];

    private static float Popularity(int item) => (float)((item * 7919L + 13) % SampleCatalogue.Count) / SampleCatalogue.Count;

    private float PreRankScore(int item, float[] taste) => 3 * SampleCatalogue.Dot(taste, items.Vector(item)) + temper * Popularity(item) - 2;

    private List<FeatureTerm> Terms(int item, float[] taste)
    {
        FeatureValues features = items.Features(item);
        features["year"].TryNumber(out double year);
        features["rating"].TryNumber(out double rating);
        float match = SampleCatalogue.Dot(taste, items.Vector(item));
        return
        [
            new("history", "12 films", 1.6f * match),
            new("genres", features["genres"].ToString(), 0.8f * match - 0.1f),
            new("item", items.Ids[item], temper * (Popularity(item) - 0.4f)),
            new("rating", features["rating"].ToString(), 0.45f * ((float)rating - 3.4f)),
            new("year", features["year"].ToString(), 0.012f * ((float)year - 1982)),
            new("occupation", "librarian", 0.07f),
            new("age", "35", -0.11f),
            new("user", "u-0007", -0.25f),
        ];
    }

    /// <summary>Puts off an item whose first genre has already come three times.</summary>
    private int[] Diverse(int[] ranked, int count)
    {
        Dictionary<string, int> seen = [];
        List<int> page = [], late = [];
        foreach (int item in ranked)
        {
            string genre = items.Features(item)["genres"].Texts[0];
            seen[genre] = seen.GetValueOrDefault(genre) + 1;
            (seen[genre] <= 3 ? page : late).Add(item);
        }
        return [.. page.Concat(late).Take(count)];
    }
}
