using System.Text.Json;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class AdminRoutesTests
{
    [Fact]
    public async Task Swap_GoodAndBroken_ServesTheGoodOneAndRollsBack()
    {
        await using TestServer server = await StartAsync();

        await JsonAsync(PostAsync(server.Admin, "/admin/releases", """{"path": "r2"}"""));
        string refused = await ProblemAsync(PostAsync(server.Admin, "/admin/releases", """{"path": "broken"}"""), 422);

        Assert.Contains("hnsw.bin is damaged", refused, StringComparison.Ordinal);
        Assert.Equal("r2", await ReleaseAsync(server));
        JsonElement back = await JsonAsync(PostAsync(server.Admin, "/admin/rollback", "{}"));
        Assert.Equal("r1", await ReleaseAsync(server));
        Assert.Equal(("r1", "r2"), (back.GetProperty("variants")[0].GetProperty("release").GetString(), back.GetProperty("variants")[0].GetProperty("previous").GetString()));
        Assert.Equal([true, false, false, false], back.GetProperty("swaps").EnumerateArray().Select(s => s.GetProperty("isRollBack").GetBoolean()));
        Assert.Contains("no release before", await ProblemAsync(PostAsync(server.Admin, "/admin/rollback", """{"variant": "green"}"""), 409), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_HalfOfTheUsers_SeeTheVariantAlways()
    {
        await using TestServer server = await StartAsync();
        await server.Server.Releases.SwapAsync("g1", "green");
        await JsonAsync(PostAsync(server.Admin, "/admin/experiments", """{"name": "summer", "arms": [{"variant": "green", "share": 0.5}]}"""));
        Experiment expected = new("summer", [new("green", 0.5)]);

        for (int u = 0; u < 40; u++)
        {
            JsonElement answer = await JsonAsync(PostAsync(server.Read, "/v1/recommend", $$"""{"user": "u{{u}}"}"""));
            string variant = expected.VariantOf($"u{u}");
            Assert.Equal((variant, variant == "green" ? "g1" : "r1"), (answer.GetProperty("variant").GetString(), answer.GetProperty("release").GetString()));
        }
        Assert.Contains("'red'", await ProblemAsync(PostAsync(server.Admin, "/admin/experiments", """{"name": "x", "arms": [{"variant": "red", "share": 0.5}]}"""), 400), StringComparison.Ordinal);
        Assert.Contains("add up", await ProblemAsync(PostAsync(server.Admin, "/admin/experiments", """{"name": "x", "arms": [{"variant": "green", "share": 0.5}, {"variant": "main", "share": 0.6}]}"""), 400), StringComparison.Ordinal);
        Assert.Equal("summer", (await JsonAsync(server.Admin.GetAsync(new Uri("/admin/experiments", UriKind.Relative)))).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Shadow_AnswersUnseen_ShowsInMetricsOnly()
    {
        await using TestServer server = await StartAsync();
        await server.Server.Releases.SwapAsync("g1", "green");
        using CountdownEvent shadowed = new(5);
        server.Funnel("g1").OnRequest = (_, _) => shadowed.Signal();
        await JsonAsync(PostAsync(server.Admin, "/admin/experiments", """{"name": "dark", "arms": [], "shadow": {"variant": "green", "share": 1}}"""));

        for (int i = 0; i < 5; i++) Assert.Equal("r1", await ReleaseAsync(server));

        Assert.True(shadowed.Wait(TimeSpan.FromSeconds(30)));
        server.Funnel("g1").OnRequest = (_, _) => throw new InvalidOperationException("the shadow is broken");
        Assert.Equal("r1", await ReleaseAsync(server));
        await UntilAsync(async () => await MetricAsync(server, "winnow_shadow_failures_total{variant=\"green\"} 1"));
        Assert.True(await MetricAsync(server, "winnow_shadow_overlap_count{variant=\"green\"} 5"));
    }

    private static async Task<bool> MetricAsync(TestServer server, string line) =>
        (await server.Read.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Contains(line);

    /// <summary>Asks again and again until what happens in the background has happened.</summary>
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource most = new(TimeSpan.FromSeconds(30));
        while (!await holds()) most.Token.ThrowIfCancellationRequested();
    }

    private static async Task<string?> ReleaseAsync(TestServer server) =>
        (await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1"}"""))).GetProperty("release").GetString();
}
