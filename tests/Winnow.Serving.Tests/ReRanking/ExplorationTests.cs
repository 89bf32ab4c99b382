namespace Winnow.Serving.Tests;

public class ExplorationTests
{
    private static readonly FakeItems s_items = new(40);
    private static readonly Candidate[] s_candidates = FakeItems.Candidates([.. Enumerable.Range(0, 40).Select(i => -(float)i)]);

    [Fact]
    public void ReRank_ManySeeds_DrawsByTheToldPropensity()
    {
        const int requests = 20_000, from = 25, page = 10;
        const double share = 0.4;
        IReRanker reRanker = Exploring(slots: 2, from, share);
        int[,] shown = new int[2, 40];
        int[] order = new int[page];
        for (ulong seed = 0; seed < requests; seed++)
        {
            reRanker.ReRank(FakeItems.Context(s_items, page, seed), s_candidates, order, null);
            Assert.Equal(Enumerable.Range(0, 8), order[..8]);
            for (int slot = 0; slot < 2; slot++) shown[slot, order[8 + slot]]++;
        }
        for (int slot = 0; slot < 2; slot++)
            for (int item = 8; item < 40; item++)
            {
                double propensity = item == 8 + slot ? 1 - share : item is >= page and < from ? share / (from - page) : 0;
                double bound = 5 * Math.Sqrt(requests * propensity * (1 - propensity));             // 64 counts beyond 5 σ: less than 1 in 25 000
                Assert.InRange(shown[slot, item], requests * propensity - bound, requests * propensity + bound);
            }
    }

    [Fact]
    public void ReRank_SameSeed_SamePage()
    {
        IReRanker reRanker = Exploring(slots: 3, from: 40, share: 0.5);
        int[] order = new int[40], again = new int[40];

        reRanker.ReRank(FakeItems.Context(s_items, seed: 7), s_candidates, order, null);
        reRanker.ReRank(FakeItems.Context(s_items, seed: 8), s_candidates, again, null);
        reRanker.ReRank(FakeItems.Context(s_items, seed: 7), s_candidates, again, null);

        Assert.Equal(order, again);
    }

    [Fact]
    public void ReRank_Explores_WhatGaveWayWaitsFirst()
    {
        int[] order = new int[40];
        List<string> moves = [];

        Exploring(slots: 1, from: 40, share: 1).ReRank(FakeItems.Context(s_items, 10), s_candidates, order, (item, words) => moves.Add($"{item} {words}"));

        int drawn = order[9];
        Assert.InRange(drawn, 10, 39);
        Assert.Equal([.. Enumerable.Range(0, 9), drawn, 9, .. Enumerable.Range(10, 30).Where(i => i != drawn)], order);
        Assert.Equal([$"{drawn} explore: drawn from 30 candidates, place {drawn + 1} → 10, propensity 0.0333333"], moves);
    }

    [Fact]
    public void ReRank_NothingDeeper_KeepsThePage()
    {
        int[] order = new int[10];
        List<string> moves = [];

        Exploring(slots: 1, from: 10, share: 1).ReRank(FakeItems.Context(s_items, 10), s_candidates, order, (item, words) => moves.Add(words));

        Assert.Equal(Enumerable.Range(0, 10), order);
        Assert.Equal(["explore: kept by the draw, propensity 1"], moves);
    }

    private static IReRanker Exploring(int slots, int from, double share) =>
        new ReRankOptions { Explore = new ExploreOptions { Slots = slots, From = from, Share = (float)share } }.Create(s_items);
}
