namespace Winnow.Serving.Tests;

/// <summary>The funnel over fakes that are late, throw, or hang: the answer degrades, the request does not.</summary>
public sealed class DegradationTests : IDisposable
{
    private readonly ManualResetEventSlim _release = new();

    /// <summary>Ends whatever hangs.</summary>
    public void Dispose() => _release.Set();

    [Fact]
    public void Recommend_RankerIsLate_KeepsTheOrderOfThePreRanker()
    {
        FakeScorer late = new((_, item) => item) { Before = Hang };
        using Funnel funnel = new(Twenty() with { PreRanker = new FakeScorer((_, item) => -item), Ranker = late, Options = FunnelTests.Options("rank.budget=5ms") });

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 3 }, UserState.Unknown);

        Assert.Equal(["i0", "i1", "i2"], answer.Items.Select(i => i.Item));
        Assert.Equal("over its budget of 5 ms; kept the order of preRank", Stage(answer, "rank").Degradation);
        Assert.True(answer.IsDegraded);
    }

    [Fact]
    public void Recommend_LateStageEndsLater_TouchesNoAnswerAndIsUsedAgain()
    {
        FakeScorer ranker = new((_, item) => item) { Before = Hang };
        using Funnel funnel = new(Twenty() with { Ranker = ranker, Options = FunnelTests.Options("rank.budget=100ms") });
        FunnelAnswer late = funnel.Recommend(new FunnelRequest { Count = 3 }, UserState.Unknown);
        string[] before = [.. late.Items.Select(i => $"{i.Item} {i.Score}")];

        _release.Set();
        ranker.Before = static _ => { };
        string[] Items() => [.. funnel.Recommend(new FunnelRequest { Count = 3 }, UserState.Unknown).Items.Select(i => i.Item)];
        Assert.True(SpinWait.SpinUntil(() => Items() is ["i19", "i18", "i17"], TimeSpan.FromSeconds(20)));
        Assert.Equal(before, late.Items.Select(i => $"{i.Item} {i.Score}"));
    }

    [Fact]
    public void Recommend_StageThrows_IsReportedAndThePreviousOrderKept()
    {
        FakeScorer broken = new((_, _) => 0) { Before = static _ => throw new InvalidOperationException("no disk") };
        Reverser reverser = new() { Before = static _ => throw new InvalidOperationException("no vectors") };
        using Funnel funnel = new(Twenty() with { PreRanker = broken, Ranker = new FakeScorer((_, item) => item), ReRanker = reverser });

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 2 }, UserState.Unknown);

        Assert.Equal(["i9", "i8"], answer.Items.Select(i => i.Item));          // recall kept 0 … 9, the ranker turned them
        Assert.Equal("threw InvalidOperationException: no disk; kept the order of recall", Stage(answer, "preRank").Degradation);
        Assert.Equal("threw InvalidOperationException: no vectors; kept the order of rank", Stage(answer, "reRank").Degradation);
    }

    [Fact]
    public void Recommend_ScoreIsNotFinite_CountsAsAFailure()
    {
        using Funnel funnel = new(Twenty() with { Ranker = new FakeScorer((_, item) => item == 3 ? float.NaN : item) });

        Assert.Contains("NaN", Stage(funnel.Recommend(new FunnelRequest(), UserState.Unknown), "rank").Degradation, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_OneSourceHangs_TakesWhatTheOthersFound()
    {
        FakeSource hanging = new("slow", 30, 31) { Before = Hang };
        using Funnel funnel = new(FunnelTests.Parts() with { Sources = [(hanging, 5), (new FakeSource("fast", 1, 2, 3), 5)], Options = FunnelTests.Options("budgets.recall=1s") });

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 3 }, UserState.Unknown);

        Assert.Equal(["i1", "i2", "i3"], answer.Items.Select(i => i.Item));
        Assert.Equal("slow: over its budget of 1000 ms; took what the other sources found", answer.Stages[0].Degradation);
        Assert.Null(answer.Stages[0].Parts[1].Degradation);
    }

    [Fact]
    public void Recommend_EverySourceFails_AnswersWithPopularItems()
    {
        FakeSource broken = new("broken", 1) { Before = static _ => throw new IOException("gone") };
        using Funnel funnel = new(FunnelTests.Parts(broken, 5));

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 2 }, UserState.Unknown);

        Assert.Equal(["i39", "i38"], answer.Items.Select(i => i.Item));
        Assert.Equal("broken: threw IOException: gone; took popular items", answer.Stages[0].Degradation);
    }

    [Fact]
    public void Recommend_TotalTimeIsUsedUp_LaterStagesAreLeftOut()
    {
        FakeScorer ranker = new((_, item) => item);
        using Funnel funnel = new(Twenty() with { PreRanker = new FakeScorer((_, item) => item) { Before = Hang }, Ranker = ranker, Options = FunnelTests.Options("budgets.total=30ms") });

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 2 }, UserState.Unknown);

        Assert.Equal(2, answer.Items.Count);
        Assert.Equal("no time was left of the 30 ms there were; kept the order of recall", Stage(answer, "rank").Degradation);
        Assert.Equal(0, ranker.Calls);
    }

    [Fact]
    public void Recommend_StageFailsAgainAndAgain_IsLeftOutForAWhileAndTriedAgain()
    {
        StandingClock clock = new();
        FakeScorer ranker = new((_, item) => item) { Before = static _ => throw new InvalidOperationException("broken") };
        using Funnel funnel = new(Twenty() with { Ranker = ranker, Time = clock });
        string? Degradation() => Stage(funnel.Recommend(new FunnelRequest(), UserState.Unknown), "rank").Degradation;
        for (int i = 0; i < StageGate.FaultsToOpen; i++) Assert.StartsWith("threw", Degradation(), StringComparison.Ordinal);

        Assert.StartsWith("left out after 5 failures in a row, for 1.0 s more", Degradation(), StringComparison.Ordinal);
        Assert.Equal(StageGate.FaultsToOpen, ranker.Calls);
        clock.Advance(StageGate.FirstPause);
        Assert.StartsWith("threw", Degradation(), StringComparison.Ordinal);
        Assert.Contains("for 2.0 s more", Degradation(), StringComparison.Ordinal);
        clock.Advance(2 * StageGate.FirstPause);
        ranker.Before = static _ => { };
        Assert.Null(Degradation());
        Assert.Null(Degradation());
    }

    [Fact]
    public void Recommend_StageHangsForever_OthersKeepTheirThreads()
    {
        FakeScorer hanging = new((_, item) => item) { Before = Hang };
        using Funnel funnel = new(Twenty() with { PreRanker = hanging, Ranker = new FakeScorer((_, item) => item), Options = FunnelTests.Options("preRank.budget=2ms", "budgets.threads=1") });

        for (int i = 0; i < 40; i++)
        {
            FunnelAnswer answer = funnel.Recommend(new FunnelRequest(), UserState.Unknown);
            Assert.NotNull(Stage(answer, "preRank").Degradation);
            Assert.Null(Stage(answer, "rank").Degradation);
        }
        Assert.InRange(hanging.Calls, 1, StageGate.MostLate);
    }

    [Fact]
    public void Recommend_GivenUp_ThrowsAtOnceThoughAStageHangs()
    {
        using CancellationTokenSource giveUp = new();
        FakeScorer hanging = new((_, item) => item) { Before = context => { giveUp.Cancel(); Hang(context); } };
        using Funnel funnel = new(Twenty() with { Ranker = hanging });

        Assert.Throws<OperationCanceledException>(() => funnel.Recommend(new FunnelRequest(), UserState.Unknown, giveUp.Token));
    }

    [Fact]
    public void Recommend_LateStage_IsToldThatNobodyWaits()
    {
        using ManualResetEventSlim told = new();
        FakeScorer waiting = new((_, item) => item)
        {
            Before = context =>
            {
                context.Cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
                if (context.Cancel.IsCancellationRequested) told.Set();
            },
        };
        using Funnel funnel = new(Twenty() with { Ranker = waiting, Options = FunnelTests.Options("rank.budget=5ms") });

        funnel.Recommend(new FunnelRequest(), UserState.Unknown);

        Assert.True(told.Wait(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Dispose_StageIsStillLate_UnloadsWhenItHasEnded()
    {
        using ManualResetEventSlim unloaded = new();
        FakeScorer late = new((_, item) => item) { Before = Hang };
        Funnel funnel = new(Twenty() with { Ranker = late, Options = FunnelTests.Options("rank.budget=5ms") }, unloaded.Set);
        funnel.Recommend(new FunnelRequest(), UserState.Unknown);

        funnel.Dispose();

        Assert.False(unloaded.IsSet);
        Assert.Throws<ObjectDisposedException>(() => funnel.Recommend(new FunnelRequest(), UserState.Unknown));
        _release.Set();
        Assert.True(unloaded.Wait(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Recommend_FilterThrows_KeepsEverythingOut()
    {
        using Funnel funnel = new(Twenty() with { Filters = [new FakeFilter("law", i => i == 3 ? throw new InvalidOperationException("broken") : true)] });

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 10 }, UserState.Unknown);

        Assert.Equal(["i0", "i1", "i2"], answer.Items.Select(i => i.Item));
        Assert.Contains("Kept everything out", Stage(answer, "rules").Degradation, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_PageRuleThrows_HasNoEffectAndTheNextRuns()
    {
        FakePageRule broken = new("broken", page =>
        {
            page.Clear();
            throw new InvalidOperationException("oh");
        });
        using Funnel funnel = new(Twenty() with { PageRules = [broken, new FakePageRule("first", page => page.RemoveAt(0))] });

        FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 2 }, UserState.Unknown);

        Assert.Equal(["i1", "i2"], answer.Items.Select(i => i.Item));
        Assert.Equal("broken: threw InvalidOperationException: oh It had no effect.", Stage(answer, "rules").Degradation);
    }

    [Fact]
    public void Recommend_ManyThreadsWithFailingAndSlowStages_EveryRequestIsAnswered()
    {
        int calls = 0;
        FakeScorer moody = new((_, item) => item)
        {
            Before = context =>
            {
                int call = Interlocked.Increment(ref calls);
                if (call % 7 == 0) throw new InvalidOperationException("now and then");
                if (call % 11 == 0) context.Cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            },
        };
        using Funnel funnel = new(Twenty() with { PreRanker = moody, Ranker = moody, Options = FunnelTests.Options("preRank.budget=20ms", "rank.budget=20ms") });

        Parallel.For(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            FunnelAnswer answer = funnel.Recommend(new FunnelRequest { Count = 4 }, UserState.Unknown);
            Assert.Equal(4, answer.Items.Select(i => i.Item).Distinct().Count());
            StageReport rank = Stage(answer, "rank");
            // Whatever happened, the order is that of the last stage that worked: by item, or as recalled.
            float[] scores = [.. answer.Items.Select(i => i.Score)];
            Assert.Equal(scores.OrderDescending(), scores);
            if (rank.Degradation is null) Assert.All(answer.Items, i => Assert.Equal(float.Parse(i.Item[1..], System.Globalization.CultureInfo.InvariantCulture), i.Score));
        });
    }

    private static FunnelParts Twenty() => FunnelTests.Parts(new FakeSource("a", [.. Enumerable.Range(0, 20)]), quota: 20);

    private static StageReport Stage(FunnelAnswer answer, string stage) => Assert.Single(answer.Stages, s => s.Stage == stage);

    private void Hang(StageContext context) => _release.Wait(TimeSpan.FromSeconds(60));
}
