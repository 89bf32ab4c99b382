using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Winnow.Data;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class StoreFaultTests
{
    [Fact]
    public async Task StoreDown_RequestsGoOnAndWritesAreRefused()
    {
        FailingStore store = new();
        await using TestServer server = await StartAsync(o => o with { OwnStore = store, Store = o.Store with { Staleness = TimeSpan.Zero, Pause = TimeSpan.FromMilliseconds(1) } });
        List<string> histories = [];
        server.Funnel("r1").OnRequest = (_, user) => histories.Add(string.Join(' ', user.History));
        await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "packed"}"""));

        store.IsDown = true;
        JsonElement remembered = await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "packed"}"""));
        JsonElement unknown = await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "another"}"""));
        JsonElement anonymous = await JsonAsync(PostAsync(server.Read, "/v1/recommend", "{}"));

        Assert.Equal(["i0", "i0", "", ""], histories);
        Assert.Contains("as remembered", remembered.GetProperty("stages")[0].GetProperty("degradation").GetString(), StringComparison.Ordinal);
        Assert.Contains("as unknown", unknown.GetProperty("stages")[0].GetProperty("degradation").GetString(), StringComparison.Ordinal);
        Assert.False(anonymous.GetProperty("degraded").GetBoolean());
        Assert.Contains("unplugged", await ProblemAsync(PatchAsync(server.Write, "/v1/users/packed", """{"features": {"age": 1}}"""), 503), StringComparison.Ordinal);
        await ProblemAsync(PatchAsync(server.Write, "/v1/items/i1", """{"features": {"stock": 1}}"""), 503);
        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/users/packed", UriKind.Relative)), 503);
        string metrics = await server.Read.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("""winnow_degradations_total{stage="user",reason="store"} 2""", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreDown_EventsAreKeptAndReachTheHistoriesAfterwards()
    {
        FailingStore store = new();
        await using TestServer server = await StartAsync(o => o with { OwnStore = store });
        store.IsDown = true;

        JsonElement taken = await JsonAsync(PostAsync(server.Write, "/v1/events", """{"events": [{"user": "u1", "item": "i2", "type": "click"}]}"""), 202);

        Assert.False(taken.GetProperty("inHistories").GetBoolean());
        store.IsDown = false;
        Assert.True(await server.Server.Parts.GetRequiredService<HistoryKeeper>().WaitAsync(1, TimeSpan.FromSeconds(30), default));
        Assert.Equal("i2", Assert.Single((await server.Server.Features.UserAsync("u1")).History));
    }

    [Fact]
    public async Task StoreHangs_RequestsDoNotWaitForIt()
    {
        FailingStore store = new();
        await using TestServer server = await StartAsync(o => o with { OwnStore = store, Store = o.Store with { ReadTimeout = TimeSpan.FromMilliseconds(20) } });
        store.Hang = new TaskCompletionSource();

        JsonElement answer = await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1"}"""));

        Assert.Contains("late", answer.GetProperty("stages")[0].GetProperty("degradation").GetString(), StringComparison.Ordinal);
        store.Hang.SetResult();
    }

    private sealed class FailingStore : IFeatureStore
    {
        private readonly MemoryFeatureStore _inner = new();

        public volatile bool IsDown;

        public TaskCompletionSource? Hang { get; set; }

        public async ValueTask<StoredUser?> FindUserAsync(string user, CancellationToken cancel = default)
        {
            if (Hang is { } hang) await hang.Task;
            return await Up().FindUserAsync(user, cancel);
        }

        public ValueTask<IReadOnlyList<string>> FindUsersAsync(string prefix, int most, CancellationToken cancel = default) => Up().FindUsersAsync(prefix, most, cancel);

        public ValueTask<StoredUser> UpdateUserAsync(string user, FeatureChanges changes, CancellationToken cancel = default) => Up().UpdateUserAsync(user, changes, cancel);

        public ValueTask<FeatureValues> UpdateItemAsync(string item, FeatureValues changes, CancellationToken cancel = default) => Up().UpdateItemAsync(item, changes, cancel);

        public ValueTask<FeatureValues?> FindItemAsync(string item, CancellationToken cancel = default) => Up().FindItemAsync(item, cancel);

        public async IAsyncEnumerable<KeyValuePair<string, FeatureValues>> ChangedItemsAsync([EnumeratorCancellation] CancellationToken cancel = default)
        {
            await foreach (KeyValuePair<string, FeatureValues> item in Up().ChangedItemsAsync(cancel)) yield return item;
        }

        public ValueTask<bool> AppendAsync(HistoryBatch batch, CancellationToken cancel = default) => Up().AppendAsync(batch, cancel);

        public ValueTask<long> PositionAsync(string log, CancellationToken cancel = default) => Up().PositionAsync(log, cancel);

        public ValueTask<long> FillAsync(IEnumerable<KeyValuePair<string, StoredUser>> users, CancellationToken cancel = default) => Up().FillAsync(users, cancel);

        public ValueTask PingAsync(CancellationToken cancel = default) => Up().PingAsync(cancel);

        public ValueTask DisposeAsync() => _inner.DisposeAsync();

        private MemoryFeatureStore Up() => IsDown ? throw new FeatureStoreException("The store is unplugged.") : _inner;
    }
}
