using Winnow.Data;

namespace Winnow.Serving.Tests;

/// <summary>The funnel over fakes: what it answers when all is well.</summary>
public sealed class FunnelTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Recommend_AllStages_EachOrdersWhatTheStageBeforeKept()
    {
        FunnelParts parts = Parts(new FakeSource("a", [.. Enumerable.Range(0, 20)]), quota: 20) with
        {
            PreRanker = new FakeScorer((_, item) => item), Ranker = new FakeScorer((_, item) => -item), ReRanker = new Reverser(),
        };
        using Funnel funnel = new(parts);

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 3 }, UserState.Unknown);

        // The pre-ranker keeps 10 … 19, the ranker 10 … 14 (10 first), the re-ranker turns these round.
        Assert.Equal(["i14", "i13", "i12"], answer.Items.Select(i => i.Item));
        Assert.Equal(["recall", "preRank", "rank", "reRank"], answer.Stages.Select(s => s.Stage));
        Assert.Equal([40, 20, 10, 5], answer.Stages.Select(s => s.Entered));
        Assert.Equal([20, 10, 5, 5], answer.Stages.Select(s => s.Left));
        Assert.False(answer.IsDegraded);
        Assert.Equal("test", answer.Release);
    }

    [Fact]
    public void Recommend_Sources_GetQuotasThenTurnsAndFuseTheirPlaces()
    {
        FunnelParts parts = Parts() with
        {
            Sources = [(new FakeSource("a", 0, 1, 2, 3), 2), (new FakeSource("b", 1, 0, 10, 11, 12, 13), 2)],
            Options = Options("recall.candidates=6"),
        };
        using Funnel funnel = new(parts);

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 6, Explain = true }, UserState.Unknown);

        // a brings 0 and 1; b, whose first two are there, 10 and 11; then the turns 2 (a) and 12 (b). 0 and 1 were found twice: 1/61 + 1/62 each;
        // 2 and 10 both have 1/63, so the first source goes first.
        Assert.Equal(["i0", "i1", "i2", "i10", "i11", "i12"], answer.Items.Select(i => i.Item));
        Assert.Equal(1f / 61 + 1f / 62, answer.Items[0].Score);
        Assert.Equal([("a", 1), ("b", 2)], answer.Items[0].Explanation!.Sources.Select(s => (s.Source, s.Place)));
        Assert.Equal([3, 5], answer.Stages[0].Parts.Select(p => p.Left));
    }

    [Fact]
    public void Recommend_SourceFindsTooFew_PopularItemsFillThePage()
    {
        using Funnel funnel = new(Parts(new FakeSource("a", 7, 8), quota: 10));

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 5 }, UserState.Unknown);

        Assert.Equal(["i7", "i8", "i39", "i38", "i37"], answer.Items.Select(i => i.Item));
        Assert.False(answer.IsDegraded);
    }

    [Fact]
    public void Recommend_GivenCandidates_AreRankedAndUnknownOnesTold()
    {
        using Funnel funnel = new(Parts(new FakeSource("a", 1), quota: 1) with { Ranker = new FakeScorer((_, item) => item) });

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Candidates = ["i3", "nobody", "i30", "i3", "i4"] }, UserState.Unknown);

        Assert.Equal(["i30", "i4", "i3"], answer.Items.Select(i => i.Item));
        Assert.Equal(["nobody"], answer.Unknown);
    }

    [Fact]
    public void Recommend_Filter_KeepsItemsOutOfRecallAndOfTheLastResort()
    {
        FunnelParts parts = Parts(new FakeSource("a", 1, 2, 3), quota: 10) with { Filters = [new FakeFilter("even", i => i % 2 == 0)] };
        using Funnel funnel = new(parts);

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 4 }, UserState.Unknown);

        Assert.Equal(["i2", "i38", "i36", "i34"], answer.Items.Select(i => i.Item));
        StageReport rule = Assert.Single(Assert.Single(answer.Stages, s => s.Stage == "rules").Parts);
        Assert.Equal(("even", 4), (rule.Stage, rule.Left));
    }

    [Fact]
    public void Recommend_CandidatesThatTheRankerDoesNotKeep_FillThePageWhenRulesTakeItemsAway()
    {
        FunnelParts parts = Parts(new FakeSource("a", [.. Enumerable.Range(0, 20)]), quota: 20) with
        {
            Ranker = new FakeScorer((_, item) => -item), PageRules = [new FakePageRule("no small ones", page => page.RemoveAll(c => c.Item < 6))],
        };
        using Funnel funnel = new(parts);

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 2 }, UserState.Unknown);

        Assert.Equal(["i6", "i7"], answer.Items.Select(i => i.Item));
    }

    [Fact]
    public void Recommend_Explain_TellsSourcesStagesAndMoves()
    {
        FunnelParts parts = Parts(new FakeSource("a", 5, 6, 7), quota: 3) with { Ranker = new FakeScorer((_, item) => item / 4f), ReRanker = new Reverser() };
        using Funnel funnel = new(parts);

        ItemExplanation why = funnel.Recommend(new FunnelRequest { Count = 1, Explain = true }, UserState.Unknown).Items[0].Explanation!;

        Assert.Equal([new SourcePlace("a", 1, 3)], why.Sources);
        Assert.Equal([("recall", 1), ("rank", 3), ("reRank", 1)], why.Stages.Select(s => (s.Stage, s.Place)));
        Assert.Equal(1.25f, why.Stages[1].Score);
        Assert.Equal(["reversed: last → first"], why.Rules);
    }

    [Fact]
    public void Recommend_SameSeed_SameAnswerFromAnyNumberOfThreads()
    {
        FunnelParts parts = Parts(new FakeSource("a", [.. Enumerable.Range(0, 30)]), quota: 30) with
        {
            PreRanker = new FakeScorer((c, item) => c.Random.Uniform((ulong)item)), Ranker = new FakeScorer((c, item) => c.Random.Fork("r").Uniform((ulong)item)),
        };
        using Funnel funnel = new(parts);
        string[] Answer(ulong seed) => [.. funnel.Recommend(new FunnelRequest { Count = 5, Seed = seed }, UserState.Unknown).Items.Select(i => $"{i.Item} {i.Score}")];
        string[][] alone = [.. Enumerable.Range(0, 8).Select(s => Answer((ulong)s))];

        string[][] together = new string[400][];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => together[i] = Answer((ulong)(i % 8)));

        for (int i = 0; i < together.Length; i++) Assert.Equal(alone[i % 8], together[i]);
        Assert.NotEqual(alone[0], alone[1]);
    }

    [Fact]
    public void Recommend_CountOutOfRange_IsRefused()
    {
        using Funnel funnel = new(Parts(new FakeSource("a", 1), quota: 1));

        Assert.Contains("expected 1 to", Assert.Throws<ArgumentException>(() => funnel.Recommend(new FunnelRequest { Count = 0 }, UserState.Unknown)).Message, StringComparison.Ordinal);
    }

    /// <summary>A funnel over 40 items with one source and stages that keep 10 and 5, with all the time in the world.</summary>
    internal static FunnelParts Parts(IRecallSource? source = null, int quota = 1) => new()
    {
        Release = "test", Options = Options(), Items = new FakeItems(40), Users = new IdIndex(["u0", "u1"]), Sources = source is null ? [] : [(source, quota)],
        LastResort = new FakeSource("popular", [.. Enumerable.Range(0, 40).Reverse()]),
    };

    internal static FunnelOptions Options(params string[] overrides) => FunnelOptions.Parse($$"""
        catalogue: { name: ml-100k }
        preRank: { model: x, keep: 10 }
        rank: { model: x, keep: 5 }
        budgets: { total: {{s_patience.TotalSeconds}}s }
        """, "funnel.yaml", overrides);
}
