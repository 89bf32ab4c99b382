using System.Text.Json;
using Winnow.Serving.Http;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class RecommendServerTests
{
    [Fact]
    public async Task Stop_WithARequestInside_LetsItEnd()
    {
        TestServer server = await StartAsync(o => o with { DrainTime = TimeSpan.FromSeconds(30) });
        using ManualResetEventSlim inside = new(), go = new();
        server.Funnel("r1").OnRequest = (_, _) =>
        {
            inside.Set();
            go.Wait(TimeSpan.FromSeconds(30));
        };
        Task<HttpResponseMessage> request = PostAsync(server.Read, "/v1/recommend", "{}");
        inside.Wait(TimeSpan.FromSeconds(30));

        Task stopping = server.Server.StopAsync();
        Assert.False(stopping.IsCompleted);
        go.Set();

        Assert.Equal("r1", (await JsonAsync(request)).GetProperty("release").GetString());
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(server.Read, "/v1/recommend", "{}"));
        await server.DisposeAsync();
        Assert.True(server.Funnel("r1").IsDisposed);
    }

    [Fact]
    public async Task Requests_MoreThanThereIsRoomFor_AreRefusedAtOnce()
    {
        await using TestServer server = await StartAsync(o => o with { Parallel = 1, Waiting = 1 });
        using ManualResetEventSlim go = new();
        server.Funnel("r1").OnRequest = (_, _) => go.Wait(TimeSpan.FromSeconds(30));

        List<Task<HttpResponseMessage>> requests = [.. Enumerable.Range(0, 6).Select(_ => PostAsync(server.Read, "/v1/recommend", "{}"))];
        for (int refused = 0; refused < 4; refused++)                       // one is inside, one waits
        {
            Task<HttpResponseMessage> next = await Task.WhenAny(requests);
            requests.Remove(next);
            Assert.Contains("wait for their turn", await ProblemAsync(next, 503), StringComparison.Ordinal);
        }
        go.Set();

        Assert.All(await Task.WhenAll(requests), r => Assert.Equal(System.Net.HttpStatusCode.OK, r.StatusCode));
    }

    [Fact]
    public async Task Swaps_UnderRequests_NoneFailsAndNoneMixesReleases()
    {
        await using TestServer server = await StartAsync();
        using CancellationTokenSource stop = new();
        Task<int>[] clients = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            int count = 0;
            for (; !stop.IsCancellationRequested; count++) await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1"}"""));
            return count;
        }))];

        for (int i = 2; i < 12; i++) await server.Server.Releases.SwapAsync($"r{i}");
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(clients), count => Assert.True(count > 0));
        for (int i = 1; i < 12; i++) Assert.False(server.Funnel($"r{i}").WasPulledAway);
    }

    [Fact]
    public async Task Start_BadOptions_NamesAllFaults()
    {
        ServerOptions options = new()
        {
            Keys = new ApiKeys([ApiKey.Create("a", ApiKeyKind.Admin).Key]), Urls = ["https://somewhere:1"], Parallel = 0, DrainTime = TimeSpan.Zero,
            Store = new FeatureStoreOptions { Kind = "sqlit", HistoryLimit = 0 },
        };

        string message = (await Assert.ThrowsAsync<ArgumentException>(() => RecommendServer.StartAsync(options, _ => throw new NotSupportedException()))).Message;

        foreach (string expected in new[] { "https://somewhere:1", "at once are 0", "drain time", "did you mean sqlite", "history limit" }) Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortThatIsTaken_FailsAndLetsTheDataGo()
    {
        await using TestServer server = await StartAsync();
        string folder = Directory.CreateTempSubdirectory("winnow-server").FullName;
        ServerOptions options = new() { Keys = new ApiKeys([ApiKey.Create("a", ApiKeyKind.Admin).Key]), Urls = [server.Server.Addresses[0]], DataDirectory = folder };

        await Assert.ThrowsAsync<IOException>(() => RecommendServer.StartAsync(options, _ => throw new NotSupportedException()));

        await using (RecommendServer second = await RecommendServer.StartAsync(options with { Urls = ["http://127.0.0.1:0"] }, _ => throw new NotSupportedException()))
            Assert.False(second.Releases.IsReady);
        Directory.Delete(folder, recursive: true);
    }
}
