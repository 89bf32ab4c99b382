using System.Text;
using System.Text.Json;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class RecommendRoutesTests
{
    [Fact]
    public async Task Recommend_KnownRelease_AnswersItemsStagesAndWhoAnswered()
    {
        await using TestServer server = await StartAsync();

        JsonElement answer = await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1", "count": 3, "context": {"hour": 9, "device": "phone"}, "exclude": ["i0"]}"""));

        Assert.Equal(["i1", "i2", "i3"], answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()!));
        Assert.Equal(("r1", "main"), (answer.GetProperty("release").GetString(), answer.GetProperty("variant").GetString()));
        Assert.Equal(["recall", "rank"], answer.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("stage").GetString()!));
        Assert.False(answer.GetProperty("degraded").GetBoolean());
        Assert.Equal(32, answer.GetProperty("requestId").GetString()!.Length);
    }

    [Fact]
    public async Task Recommend_Explain_WritesScoresThatAreNotAsNull()
    {
        await using TestServer server = await StartAsync();

        JsonElement answer = await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"explain": true, "count": 1}"""));

        JsonElement stage = answer.GetProperty("items")[0].GetProperty("explanation").GetProperty("stages")[0];
        Assert.Equal(JsonValueKind.Null, stage.GetProperty("score").ValueKind);
    }

    [Fact]
    public async Task Recommend_DegradedStage_SaysSoInTheAnswer()
    {
        await using TestServer server = await StartAsync();
        server.Funnel("r1").Degradation = "over its budget of 5 ms; kept the order of recall";

        JsonElement answer = await JsonAsync(PostAsync(server.Read, "/v1/recommend", "{}"));

        Assert.True(answer.GetProperty("degraded").GetBoolean());
        Assert.StartsWith("over its budget", answer.GetProperty("stages")[1].GetProperty("degradation").GetString());
    }

    [Fact]
    public async Task Rank_SomeCandidates_RanksThemAndNamesUnknownOnes()
    {
        await using TestServer server = await StartAsync();

        JsonElement answer = await JsonAsync(PostAsync(server.Read, "/v1/rank", """{"candidates": ["i4", "nowhere", "i2"]}"""));

        Assert.Equal(["i4", "i2"], answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()!));
        Assert.Equal("nowhere", Assert.Single(answer.GetProperty("unknown").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("""{"cuont": 3}""", "cuont")]
    [InlineData("""{"count": "3"}""", "count")]
    [InlineData("""{"count": 0}""", "expected 1 to 500")]
    [InlineData("""{"count": 501}""", "expected 1 to 500")]
    [InlineData("""{"count": 3, "count": 4}""", "count")]
    [InlineData("""{"user": ""}""", "user is empty")]
    [InlineData("""{"user": "a\u0000b"}""", "control character")]
    [InlineData("""{"user": "\ud800"}""", "body")]
    [InlineData("""{"variant": "nobody"}""", "nobody")]
    [InlineData("""{"exclude": [null]}""", "exclude[0] is null")]
    [InlineData("""{"context": {"hour": {"of": "day"}}}""", "hour")]
    [InlineData("""{"context": {"hour": 1e999}}""", "hour")]
    [InlineData("""{"context": {"hour": 1, "hour": 2}}""", "hour")]
    [InlineData("""{"context": ["\ud800"]}""", "context")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"user": """, "body")]
    [InlineData("", "body")]
    public async Task Recommend_BadBody_IsRefusedByName(string body, string named)
    {
        await using TestServer server = await StartAsync();

        Assert.Contains(named, await ProblemAsync(PostAsync(server.Read, "/v1/recommend", body), 400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "candidates")]
    [InlineData("""{"candidates": []}""", "candidates is empty")]
    [InlineData("""{"candidates": null}""", "candidates")]
    public async Task Rank_BadCandidates_AreRefusedByName(string body, string named)
    {
        await using TestServer server = await StartAsync();

        Assert.Contains(named, await ProblemAsync(PostAsync(server.Read, "/v1/rank", body), 400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommend_BeforeARelease_IsNotAvailableAndNotReady()
    {
        await using TestServer server = await StartAsync(release: null);

        Assert.Contains("No release serves yet", await ProblemAsync(PostAsync(server.Read, "/v1/recommend", "{}"), 503), StringComparison.Ordinal);
        Assert.Equal("not ready", (await JsonAsync(server.Anybody.GetAsync(new Uri("/health/ready", UriKind.Relative)), 503)).GetProperty("status").GetString());
        Assert.Equal("live", (await JsonAsync(server.Anybody.GetAsync(new Uri("/health/live", UriKind.Relative)))).GetProperty("status").GetString());
        await server.Server.Releases.SwapAsync("r1");
        Assert.Equal("ready", (await JsonAsync(server.Anybody.GetAsync(new Uri("/health/ready", UriKind.Relative)))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Failures_OutsideOfHandlers_AreProblemDetailsToo()
    {
        await using TestServer server = await StartAsync();
        server.Funnel("r1").OnRequest = (_, _) => throw new InvalidCastException("a fault of ours");

        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/nothing", UriKind.Relative)), 404);
        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/recommend", UriKind.Relative)), 405);
        await ProblemAsync(server.Read.PostAsync(new Uri("/v1/recommend", UriKind.Relative), new StringContent("{}")), 415);
        using HttpRequestMessage large = new(HttpMethod.Post, "/v1/recommend")
        {
            Content = new StringContent($$"""{"user": "{{new string('x', Serving.Http.Limits.BodyBytes)}}"}""", Encoding.UTF8, "application/json"),
            Headers = { ExpectContinue = true },       // or the refusal may find the sender still sending, and the connection broken
        };
        await ProblemAsync(server.Read.SendAsync(large), 413);
        Assert.DoesNotContain("a fault of ours", await ProblemAsync(PostAsync(server.Read, "/v1/recommend", "{}"), 500), StringComparison.Ordinal);
    }
}
