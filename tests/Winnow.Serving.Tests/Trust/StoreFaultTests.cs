using System.Text.Json;
using Winnow.Serving.Tests.Features;
using Winnow.Serving.Tests.Http;

namespace Winnow.Serving.Tests.Trust;

/// <summary>A disk without room and a database that is killed: recommendations go on, writes are refused with the reason, and all of it comes back.</summary>
[Collection(Alone.Name)]
public sealed class StoreFaultTests
{
    private const int Clients = 3;

    [TinyDiskFact]
    public async Task DiskFull_UnderLoad_RecommendsAndRefusesWritesWithTheReason()
    {
        using TinyDisk disk = TinyDisk.TryMount(8 * 1024)!;
        await using TrustServer server = await TrustServer.StartAsync("r1", Fake, o => o with { DataDirectory = disk.Path });
        await server.AnswerAsync("POST", "/v1/events", Event(0));
        await server.AnswerAsync("PATCH", "/v1/users/u1", """{"features": {"age": 40}}""");

        disk.Fill();
        await using (Load load = new(server))
        {
            (int status, string body) = await UntilRefusedAsync(server, "POST", "/v1/events", Event);
            AssertRefusal(status, body);
            (status, body) = await UntilRefusedAsync(server, "PATCH", "/v1/users/u1", i => $$$"""{"features": {"note": "{{{new string((char)('a' + i % 26), 4000)}}}"}}""");
            AssertRefusal(status, body);
            Assert.True((await server.AnswerAsync("POST", "/v1/recommend", """{"user": "u1"}""")).GetProperty("items").GetArrayLength() > 0);
            load.AssertUnhurt();
        }
        Assert.True(await server.MetricAsync("winnow_events_refused_total") >= 1);
        Assert.True(await server.MetricAsync("winnow_store_errors_total{operation=\"/v1/users/{id}\"}") >= 1);

        disk.Free();
        JsonElement taken = await server.AnswerAsync("POST", "/v1/events", Event(1));
        Assert.Equal(1, taken.GetProperty("accepted").GetInt32());
        await server.AnswerAsync("PATCH", "/v1/users/u1", """{"features": {"age": 41}}""");
    }

    [PostgresFact]
    public async Task PostgresKilled_UnderLoad_RecommendsAndComesBack()
    {
        using PostgresCluster postgres = new();
        postgres.Start();
        await using TrustServer server = await TrustServer.StartAsync("r1", Fake, o => o with { Store = o.Store with { Kind = postgres.Connection, Staleness = TimeSpan.Zero, ReadTimeout = TimeSpan.FromSeconds(1) } });
        await server.AnswerAsync("PATCH", "/v1/users/u1", """{"features": {"age": 40}}""");
        await using Load load = new(server);

        postgres.Kill();
        (int status, string body) = await UntilRefusedAsync(server, "PATCH", "/v1/users/u1", _ => """{"features": {"age": 41}}""");
        AssertRefusal(status, body);
        JsonElement answer = await server.AnswerAsync("POST", "/v1/recommend", """{"user": "u1"}""");
        Assert.True(answer.GetProperty("degraded").GetBoolean());
        Assert.Contains("feature store", answer.GetProperty("stages")[0].GetProperty("degradation").GetString(), StringComparison.Ordinal);
        await server.AnswerAsync("POST", "/v1/events", Event(0));                           // kept in the log until the store is back
        Assert.True(await server.MetricAsync("winnow_degradations_total{stage=\"user\",reason=\"store\"}") >= 1);

        postgres.Start();
        for (status = 0; status != 200;) (status, _) = await server.SendAsync("PATCH", "/v1/users/u1", """{"features": {"age": 42}}""");
        await UntilAsync(async () => !(await server.AnswerAsync("POST", "/v1/recommend", """{"user": "u1"}""")).GetProperty("degraded").GetBoolean());
        await UntilAsync(async () => (await server.AnswerAsync("GET", "/v1/users/visitor")).GetProperty("history").GetArrayLength() == 1);
        load.AssertUnhurt();
    }

    private static LoadedRelease Fake(string path) => new(new FakeFunnel(path));

    private static string Event(int i) => $$"""{"events": [{"user": "visitor", "item": "i{{i % 20}}", "type": "click"}]}""";

    /// <summary>A cache may take a write or two before the fault shows.</summary>
    private static async Task<(int Status, string Body)> UntilRefusedAsync(TrustServer server, string method, string path, Func<int, string> body)
    {
        for (int i = 0; i < 5_000; i++)
        {
            (int status, string answer) = await server.SendAsync(method, path, body(i));
            if (status is < 200 or >= 300) return (status, answer);
        }
        Assert.Fail($"{method} {path} was never refused.");
        return default;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await isSo()) Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It did not come back within a minute.");
    }

    private static void AssertRefusal(int status, string body)
    {
        Assert.True(status == 503, $"{status} {body}");
        string detail = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("detail").GetString()!;
        Assert.NotEmpty(detail);
        Assert.DoesNotContain("Host=", detail, StringComparison.Ordinal);                   // nothing of the connection string
        Assert.DoesNotContain("   at ", detail, StringComparison.Ordinal);                  // no stack trace
    }

    /// <summary>Clients that ask for recommendations all the time.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task[] _clients;
        private volatile string? _fault;
        private int _answered;

        public Load(TrustServer server) => _clients = [.. Enumerable.Range(0, Clients).Select(c => Task.Run(() => AskAsync(server, c)))];

        /// <summary>Fails if one of them was not answered.</summary>
        public void AssertUnhurt()
        {
            Assert.Null(_fault);
            Assert.True(Volatile.Read(ref _answered) > 0);
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAll(_clients);
            _end.Dispose();
        }

        private async Task AskAsync(TrustServer server, int client)
        {
            for (int i = client; !_end.IsCancellationRequested; i += Clients)
            {
                (int status, string body) = await server.SendAsync("POST", "/v1/recommend", $$"""{"user": "u{{i % 9}}"}""");
                if (status != 200) _fault = $"{status} {body}";
                Interlocked.Increment(ref _answered);
            }
        }
    }
}
