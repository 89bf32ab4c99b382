using System.Text.Json;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Stages that are late, throw or hang, seen from outside: every request is answered, says what was left out, and the metrics count it.</summary>
[Collection(Alone.Name)]
public sealed class StageFaultTests : IDisposable
{
    private const int Clients = 4, EachAsks = 40;

    private readonly ManualResetEventSlim _end = new();

    /// <summary>Ends whatever hangs.</summary>
    public void Dispose() => _end.Set();

    public static TheoryData<string, string> Stages => new()
    {
        { "preRank", "kept the order of recall" }, { "rank", "kept the order of preRank" }, { "reRank", "kept the order of rank" }, { "recall", "popular" },
    };

    [Theory, MemberData(nameof(Stages))]
    public async Task StageThrows_UnderLoad_EveryRequestIsAnsweredAndCounted(string stage, string instead)
    {
        bool broken = true;
        await using TrustServer server = await StartAsync(stage, _ =>
        {
            if (Volatile.Read(ref broken)) throw new InvalidOperationException("injected");
        });

        JsonElement[] answers = await AskAsync(server);

        Assert.All(answers, a => AssertDegraded(a, stage, instead));
        Assert.Contains(answers, a => StageOf(a, stage).GetProperty("degradation").GetString()!.Contains("threw InvalidOperationException: injected", StringComparison.Ordinal));
        Assert.Contains(answers, a => StageOf(a, stage).GetProperty("degradation").GetString()!.Contains("left out after", StringComparison.Ordinal));       // not tried again and again
        Assert.True(await server.MetricAsync($"winnow_degradations_total{{stage=\"{stage}\",reason=\"failed\"}}") >= 1);
        Assert.Equal(answers.Length, await DegradationsAsync(server, stage));
        Volatile.Write(ref broken, false);
    }

    [Theory, MemberData(nameof(Stages))]
    public async Task StageHangs_UnderLoad_EveryRequestIsAnsweredInTime(string stage, string instead)
    {
        await using TrustServer server = await StartAsync(stage, _ => _end.Wait());

        JsonElement[] answers = await AskAsync(server);
        _end.Set();

        Assert.All(answers, a => AssertDegraded(a, stage, instead));
        Assert.Contains(answers, a => StageOf(a, stage).GetProperty("degradation").GetString()!.Contains("over its budget", StringComparison.Ordinal));
        Assert.True(await server.MetricAsync($"winnow_degradations_total{{stage=\"{stage}\",reason=\"over budget\"}}") >= 1);
        Assert.Equal(answers.Length, await DegradationsAsync(server, stage));
    }

    [Fact]
    public async Task StageHealsAfterAFault_ServesAgain()
    {
        StandingClock clock = new();
        bool broken = true;
        await using TrustServer server = await StartAsync("rank", _ =>
        {
            if (Volatile.Read(ref broken)) throw new InvalidOperationException("injected");
        }, clock);
        Assert.All(await AskAsync(server), a => AssertDegraded(a, "rank", "kept the order of preRank"));

        Volatile.Write(ref broken, false);
        AssertDegraded(await server.AnswerAsync("POST", "/v1/recommend", "{}"), "rank", "left out");
        clock.Advance(StageGate.LongestPause);

        Assert.False((await server.AnswerAsync("POST", "/v1/recommend", "{}")).GetProperty("degraded").GetBoolean());
    }

    [Fact]
    public async Task RuleThrows_FiltersFailClosedAndOthersOpen()
    {
        FakeFilter filter = new("broken filter", _ => throw new InvalidOperationException("injected"));
        FakePageRule cap = new("broken cap", _ => throw new InvalidOperationException("injected"));
        await using TrustServer closed = await StartAsync(Parts() with { Filters = [filter] });
        await using TrustServer open = await StartAsync(Parts() with { PageRules = [cap] });

        JsonElement nothing = await closed.AnswerAsync("POST", "/v1/recommend", "{}"), page = await open.AnswerAsync("POST", "/v1/recommend", "{}");

        Assert.Equal(0, nothing.GetProperty("items").GetArrayLength());
        Assert.Equal(10, page.GetProperty("items").GetArrayLength());
        Assert.True(nothing.GetProperty("degraded").GetBoolean() && page.GetProperty("degraded").GetBoolean());
        Assert.Contains("broken filter", nothing.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("broken cap", page.GetRawText(), StringComparison.Ordinal);
        Assert.True(await DegradationsAsync(closed, null) >= 1 && await DegradationsAsync(open, null) >= 1);
    }

    private static Task<TrustServer> StartAsync(string stage, Action<StageContext> fault, TimeProvider? clock = null)
    {
        int calls = 0;
        // The registry's own requests, which warm a release before it serves, are let through: a release that fails them is refused.
        void Act(StageContext context)
        {
            if (context.Request.Seed >= 64 || Interlocked.Increment(ref calls) > 1_000) fault(context);
        }
        FunnelParts parts = Parts() with { Time = clock ?? TimeProvider.System };
        return StartAsync(stage switch
        {
            "preRank" => parts with { PreRanker = new FakeScorer((_, item) => item) { Before = Act } },
            "rank" => parts with { Ranker = new FakeScorer((_, item) => -item) { Before = Act } },
            "reRank" => parts with { ReRanker = new Reverser { Before = Act } },
            _ => parts with { Sources = [(new FakeSource("one", 1, 2, 3) { Before = Act }, 20)] },
        });
    }

    private static Task<TrustServer> StartAsync(FunnelParts parts) => TrustServer.StartAsync("faulty", _ => new LoadedRelease(new Funnel(parts)));

    /// <summary>A funnel of every stage over forty items. Budgets that a busy machine keeps when nothing hangs.</summary>
    private static FunnelParts Parts() => FunnelTests.Parts(new FakeSource("one", [.. Enumerable.Range(0, 30)]), 30) with
    {
        PreRanker = new FakeScorer((_, item) => item), Ranker = new FakeScorer((_, item) => -item), ReRanker = new Reverser(),
        Options = FunnelTests.Options("budgets.total=2s", "budgets.recall=500ms", "budgets.reRank=500ms", "preRank.budget=500ms", "rank.budget=500ms"),
    };

    private static async Task<JsonElement[]> AskAsync(TrustServer server) => [.. (await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
    {
        List<JsonElement> answers = [];
        for (int i = 0; i < EachAsks; i++) answers.Add(await server.AnswerAsync("POST", "/v1/recommend", $$"""{"count": 5, "seed": {{1_000 + client * EachAsks + i}}}"""));
        return answers;
    }))).SelectMany(a => a)];

    private static void AssertDegraded(JsonElement answer, string stage, string instead)
    {
        Assert.True(answer.GetProperty("degraded").GetBoolean());
        Assert.True(answer.GetProperty("items").GetArrayLength() > 0);
        Assert.Contains(instead, StageOf(answer, stage).GetProperty("degradation").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement StageOf(JsonElement answer, string stage) => answer.GetProperty("stages").EnumerateArray().Single(s => s.GetProperty("stage").GetString() == stage);

    /// <summary>All degradations of a stage, or of all; whatever the reason.</summary>
    private static async Task<double> DegradationsAsync(TrustServer server, string? stage)
    {
        (_, string text) = await server.SendAsync("GET", "/metrics");
        string prefix = "winnow_degradations_total{" + (stage is null ? "" : $"stage=\"{stage}\",");
        return text.Split('\n').Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
