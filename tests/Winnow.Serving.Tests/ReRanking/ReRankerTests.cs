using Winnow.Numerics.Tests;

namespace Winnow.Serving.Tests;

public class ReRankerTests
{
    private static readonly string[] s_genres = ["drama", "comedy", "war", "crime"];

    public static TheoryData<ReRankKind, float, float, int> Settings()
    {
        TheoryData<ReRankKind, float, float, int> settings = [];
        foreach (ReRankKind kind in Enum.GetValues<ReRankKind>())
            foreach (float relevance in (float[])[0.1f, 0.5f, 0.9f])
                foreach (float calibration in (float[])[0, 0.3f, 0.95f])
                    settings.Add(kind, relevance, calibration, settings.Count);
        return settings;
    }

    [Theory, MemberData(nameof(Settings))]
    public void ReRank_RandomRequests_EqualsDefinition(ReRankKind kind, float relevance, float calibration, int seed)
    {
        Random random = new(seed);
        FakeItems items = Catalogue(random, 40, 19);
        ReRankOptions options = new()
        {
            Kind = kind, Relevance = relevance, Keep = 7, Calibrate = calibration > 0 ? new CalibrateOptions { Attribute = "genres", Weight = calibration } : null,
        };
        IReRanker reRanker = options.Create(items);
        for (int request = 0; request < 5; request++)
        {
            Candidate[] candidates = [.. Scored(random, 25)];
            int[] history = [.. Enumerable.Range(0, request).Select(_ => random.Next(40))], order = new int[25];

            int written = reRanker.ReRank(FakeItems.Context(items, 7, history: history), candidates, order, null);

            Assert.Equal(25, written);
            Assert.Equal(PageReference.Choose(options, items, candidates, history, 7), order[..7]);
            Assert.Equal(Enumerable.Range(0, 25).Except(order[..7]), order[7..]);
        }
    }

    [Theory]
    [InlineData(ReRankKind.Mmr)]
    [InlineData(ReRankKind.Dpp)]
    public void ReRank_OtherUnitOfScores_SamePage(ReRankKind kind)
    {
        Random random = new(5);
        FakeItems items = Catalogue(random, 40, 8);
        IReRanker reRanker = new ReRankOptions { Kind = kind, Relevance = 0.7f, Calibrate = new CalibrateOptions { Attribute = "genres" } }.Create(items);
        Candidate[] candidates = [.. Scored(random, 30)];
        Candidate[] scaled = [.. candidates.Select(c => c with { Score = c.Score * 64 - 512 })];         // exact in single precision, order and ratios kept
        int[] order = new int[30], other = new int[30];

        reRanker.ReRank(FakeItems.Context(items, history: [1, 2]), candidates, order, null);
        reRanker.ReRank(FakeItems.Context(items, history: [1, 2]), scaled, other, null);

        Assert.Equal(order, other);
    }

    [Theory]
    [InlineData(ReRankKind.Mmr)]
    [InlineData(ReRankKind.Dpp)]
    public void ReRank_TwinOfTheBest_ComesAfterTheOthers(ReRankKind kind)
    {
        FakeItems items = new FakeItems(3, 2).WithVector(0, 1, 0).WithVector(1, 1, 0).WithVector(2, 0, 1);
        int[] order = new int[3];
        List<string> moves = [];

        new ReRankOptions { Kind = kind, Relevance = 0.5f }.Create(items)
            .ReRank(FakeItems.Context(items), FakeItems.Candidates(3, 2.9f, 2), order, (item, words) => moves.Add($"i{item} {words}"));

        Assert.Equal([0, 2, 1], order);
        string name = kind == ReRankKind.Mmr ? "mmr" : "dpp";
        Assert.Equal([$"i2 {name} with relevance 0.5: place 3 → 2", $"i1 {name} with relevance 0.5: place 2 → 3"], moves);
    }

    [Fact]
    public void ReRank_MorePlacesThanDimensions_StaysAPermutation()
    {
        Random random = new(8);
        FakeItems items = new FakeItems(60, 3).WithRandomVectors(random);
        int[] order = new int[60];

        new ReRankOptions { Kind = ReRankKind.Dpp, Relevance = 0.2f, Keep = 40 }.Create(items).ReRank(FakeItems.Context(items), [.. Scored(random, 60)], order, null);

        Assert.Equal(Enumerable.Range(0, 60), order.Order());
    }

    [Theory]
    [InlineData(ReRankKind.Mmr)]
    [InlineData(ReRankKind.Dpp)]
    public void ReRank_RelevanceOne_KeepsTheOrderOfScores(ReRankKind kind)
    {
        Random random = new(3);
        FakeItems items = Catalogue(random, 20, 4);
        int[] order = new int[20];

        new ReRankOptions { Kind = kind, Relevance = 1 }.Create(items).ReRank(FakeItems.Context(items), [.. Scored(random, 20)], order, null);

        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Fact]
    public void ReRank_ScoresThatAreNoNumbers_ComeLast()
    {
        FakeItems items = new FakeItems(4, 2).WithVector(0, 1, 0).WithVector(1, 0, 1).WithVector(2, -1, 0).WithVector(3, 0, -1);
        int[] order = new int[4];

        new ReRankOptions { Kind = ReRankKind.Mmr, Relevance = 1 }.Create(items)
            .ReRank(FakeItems.Context(items), FakeItems.Candidates(2, 1.5f, float.NaN, float.NegativeInfinity), order, null);

        Assert.Equal([0, 1, 2, 3], order);
    }

    [Fact]
    public void ReRank_FewerCandidatesThanWanted_WritesThoseThereAre()
    {
        FakeItems items = new FakeItems(2, 1).WithVector(0, 1).WithVector(1, 1);
        IReRanker reRanker = new ReRankOptions { Kind = ReRankKind.Dpp, Explore = new ExploreOptions { Slots = 5, Share = 1 } }.Create(items);

        Assert.Equal(2, reRanker.ReRank(FakeItems.Context(items), FakeItems.Candidates(2, 1), new int[10], null));
        Assert.Equal(0, reRanker.ReRank(FakeItems.Context(items), [], new int[10], null));
    }

    [Fact]
    public void ReRank_Warm_AllocatesNothing()
    {
        Random random = new(4);
        FakeItems items = Catalogue(random, 200, 32);
        IReRanker reRanker = new ReRankOptions
        {
            Kind = ReRankKind.Dpp, Calibrate = new CalibrateOptions { Attribute = "genres" }, Explore = new ExploreOptions { Slots = 2, Share = 0.5f },
        }.Create(items);
        Candidate[] candidates = [.. Scored(random, 200)];
        StageContext context = FakeItems.Context(items, history: [3, 4, 5]);
        int[] order = new int[50];
        reRanker.ReRank(context, candidates, order, null);

        Allocations.AssertNone(() => reRanker.ReRank(context, candidates, order, null));
    }

    [Fact]
    public void ReRank_OverItsBudget_GivesUp()
    {
        using CancellationTokenSource late = new();
        late.Cancel();
        FakeItems items = Catalogue(new Random(1), 5, 2);
        StageContext context = FakeItems.Context(items) with { Cancel = late.Token };

        Assert.Throws<OperationCanceledException>(() =>
            new ReRankOptions { Kind = ReRankKind.Mmr }.Create(items).ReRank(context, FakeItems.Candidates(3, 2, 1), new int[3], null));
    }

    private static FakeItems Catalogue(Random random, int count, int dimension) => new FakeItems(count, dimension).WithRandomVectors(random)
        .With("genres", [.. Enumerable.Range(0, count).Select(_ => s_genres.Where(_ => random.Next(3) == 0).ToArray())]);

    private static IEnumerable<Candidate> Scored(Random random, int count) => Enumerable.Range(0, count)
        .Select(i => new Candidate { Item = i, Score = random.Next(1 << 12) / 256f - 8 }).OrderByDescending(c => c.Score);
}
