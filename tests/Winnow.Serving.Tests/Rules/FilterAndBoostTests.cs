namespace Winnow.Serving.Tests;

public class FilterAndBoostTests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FakeItems s_items = new FakeItems(5)
        .With("season", ["summer"], ["winter"], ["summer", "spring"], [], ["autumn"])
        .With("stock", ["3"], ["0"], ["x"], [], ["1.5"]);

    public static TheoryData<FilterRuleOptions, int[]> Filters => new()
    {
        { new() { Attribute = "season", OneOf = ["summer", "autumn", "unknown"] }, [0, 2, 4] },
        { new() { Attribute = "season", NoneOf = ["summer"] }, [1, 3, 4] },
        { new() { Attribute = "season", OneOf = ["summer"], NoneOf = ["spring"] }, [0] },
        { new() { Attribute = "stock", AtLeast = 1 }, [0, 4] },
        { new() { Attribute = "stock", AtMost = 1.5 }, [1, 4] },
        { new() { Attribute = "stock", AtLeast = 1, AtMost = 2 }, [4] },
        { new() { Attribute = "stock", AtLeast = 1, Until = s_now }, [0, 1, 2, 3, 4] },
        { new() { Attribute = "stock", AtLeast = 1, From = s_now }, [0, 4] },
    };

    [Theory, MemberData(nameof(Filters))]
    public void Accepts_Conditions_HandComputed(FilterRuleOptions rule, int[] expected) =>
        Assert.Equal(expected, Accepted(FunnelRules.Create([rule], s_items), FakeItems.Context(s_items, now: s_now)));

    [Fact]
    public void Accepts_SeenAndExcluded_AreKeptOut()
    {
        FunnelRules rules = FunnelRules.Create([new SeenRuleOptions()], s_items);

        Assert.Equal([0, 3], Accepted(rules, FakeItems.Context(s_items, history: [1, 2, 1], exclude: ["i4", "no such item"])));
        Assert.Equal([0, 1, 2, 3, 4], Accepted(rules, FakeItems.Context(s_items)));
        Assert.Equal(["exclude", "seen"], rules.Filters.Select(f => f.Name));
    }

    [Fact]
    public void Boost_Logits_MultipliesTheOdds()
    {
        Candidate[] candidates = FakeItems.Candidates(1, 0.5f, -3, -3.1f, -4);
        List<string> moves = [];

        Boost(3).Apply(FakeItems.Context(s_items, now: s_now), candidates, (item, words) => moves.Add($"i{item} {words}"));

        Assert.Equal([0, 1, 2, 3, 4], candidates.Select(c => c.Item));
        Assert.Equal(1 + MathF.Log(3), candidates[0].Score, 1e-6);
        Assert.Equal(Odds(-3) * 3, Odds(candidates[2].Score), 1e-6);
        Assert.Equal(["i0 boost 'summer sale' × 3: stays on place 1", "i2 boost 'summer sale' × 3: stays on place 3"], moves);

        moves.Clear();
        Boost(0.2).Apply(FakeItems.Context(s_items, now: s_now), candidates, (item, words) => moves.Add($"i{item} {words}"));
        Assert.Equal([1, 0, 3, 2, 4], candidates.Select(c => c.Item));              // 0.5, 1 + ln 0.6, −3.1, −3 + ln 0.6, −4
        Assert.Contains("i0 boost 'summer sale' × 0.2: place 1 → 2", moves);
        Assert.Contains("i1 boost 'summer sale' of others: place 2 → 1", moves);
    }

    [Fact]
    public void Boost_ScoresOfRecall_AreMultiplied()
    {
        Candidate[] candidates = [.. FakeItems.Candidates(0.04f, 0.036f, 0.03f).Select(c => c with { RankScore = float.NaN })];

        Boost(1.25).Apply(FakeItems.Context(s_items, now: s_now), candidates, null);

        Assert.Equal([0, 2, 1], candidates.Select(c => c.Item));
        Assert.Equal(0.0375f, candidates[1].Score, 1e-7f);
    }

    [Fact]
    public void Boost_EqualScores_KeepTheirOrder()
    {
        Candidate[] candidates = FakeItems.Candidates(2, 2, 2, 2, 2);

        Boost(1).Apply(FakeItems.Context(s_items, now: s_now), candidates, null);

        Assert.Equal([0, 1, 2, 3, 4], candidates.Select(c => c.Item));
    }

    [Fact]
    public void Boost_AfterItsEnd_DoesNothing()
    {
        Candidate[] candidates = FakeItems.Candidates(2, 1, 1.5f), before = [.. candidates];

        Boost(9, until: s_now).Apply(FakeItems.Context(s_items, now: s_now), candidates, (_, words) => Assert.Fail(words));

        Assert.Equal(before, candidates);
    }

    private static IScoreRule Boost(double factor, DateTimeOffset? until = null) => FunnelRules.Create(
        [new BoostRuleOptions { Name = "summer sale", Attribute = "season", OneOf = ["summer"], Factor = factor, Until = until }], s_items).ScoreRules[0];

    private static double Odds(float logit) => Math.Exp(logit);

    private static int[] Accepted(FunnelRules rules, StageContext context)
    {
        Func<int, bool>[] asked = [.. rules.Filters.Select(f => f.Accepts(context))];
        return [.. Enumerable.Range(0, 5).Where(i => asked.All(a => a(i)))];
    }
}
