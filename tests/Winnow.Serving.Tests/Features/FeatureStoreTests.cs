using Npgsql;
using Winnow.Data;

namespace Winnow.Serving.Tests.Features;

/// <summary>What every feature store must do, asked of each kind.</summary>
public sealed class FeatureStoreTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>, IDisposable
{
    private const string Memory = "memory", Sqlite = "sqlite", Postgres = "postgres";
    private const int HistoryLimit = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-store").FullName;
    private bool _isClean;

    public static TheoryData<string> Stores => PostgresCluster.IsInstalled ? [Memory, Sqlite, Postgres] : [Memory, Sqlite];

    public static TheoryData<string> LastingStores => PostgresCluster.IsInstalled ? [Sqlite, Postgres] : [Sqlite];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Stores))]
    public async Task UpdateUser_AddReplaceAndTakeAway_LeavesTheRest(string kind)
    {
        await using IFeatureStore store = await OpenAsync(kind);

        Assert.Null(await store.FindUserAsync("u"));
        await store.UpdateUserAsync("u", Values(("age", FeatureValue.Number(30)), ("city", FeatureValue.Text("Ōsaka 🏯 'x' \"y\" \\")), ("tags", FeatureValue.List(["a", "b"]))));
        StoredUser after = await store.UpdateUserAsync("u", new FeatureChanges(Values(("age", FeatureValue.Number(31.5))), ["tags", "never there"]));

        StoredUser found = (await store.FindUserAsync("u"))!;
        Assert.Equal(["age", "city"], found.Features.Names.Order(StringComparer.Ordinal));
        Assert.Equal(FeatureValue.Number(31.5), found.Features["age"]);
        Assert.Equal(FeatureValue.Text("Ōsaka 🏯 'x' \"y\" \\"), found.Features["city"]);
        Assert.Equal(found.Features["city"], after.Features["city"]);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Append_EventsOutOfOrder_KeepsTheLatestByTimeAndTheFeatures(string kind)
    {
        await using IFeatureStore store = await OpenAsync(kind);
        await store.UpdateUserAsync("u", Values(("age", FeatureValue.Number(30))));

        Assert.True(await store.AppendAsync(Batch(0, 5, ("u", "late", 50), ("u", "early", 10), ("v", "x", 1), ("u", "middle", 30), ("u", "last", 50))));

        StoredUser user = (await store.FindUserAsync("u"))!;
        Assert.Equal(["middle", "late", "last"], user.History.Select(h => h.Item));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(30), user.History[0].Time);
        Assert.Equal(["middle", "late", "last"], (await store.UserAsync("u")).History);
        Assert.Equal(FeatureValue.Number(30), user.Features["age"]);
        Assert.Equal("x", Assert.Single((await store.FindUserAsync("v"))!.History).Item);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Append_BatchThatIsNotNext_ChangesNothing(string kind)
    {
        await using IFeatureStore store = await OpenAsync(kind);
        Assert.True(await store.AppendAsync(Batch(0, 2, ("u", "a", 1))));

        Assert.False(await store.AppendAsync(Batch(0, 2, ("u", "a", 1))));
        Assert.False(await store.AppendAsync(Batch(7, 8, ("u", "b", 2))));

        Assert.Equal(2, await store.PositionAsync("log"));
        Assert.Equal(0, await store.PositionAsync("another log"));
        Assert.Single((await store.FindUserAsync("u"))!.History);
        Assert.True(await store.AppendAsync(Batch(2, 9)));
        Assert.Equal(9, await store.PositionAsync("log"));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task UpdateUser_ManyAtOnce_LosesNone(string kind)
    {
        await using IFeatureStore store = await OpenAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            await store.UpdateUserAsync("u", Values(($"f{i}", FeatureValue.Number(i))));
            await store.UpdateItemAsync("i", Values(($"f{i}", FeatureValue.Number(i))));
        })));

        Assert.Equal(40, (await store.FindUserAsync("u"))!.Features.Names.Count);
        Assert.Equal(40, (await store.FindItemAsync("i"))!.Names.Count);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task ChangedItems_MoreThanAPage_AreAllThere(string kind)
    {
        await using IFeatureStore store = await OpenAsync(kind);
        foreach (int[] some in Enumerable.Range(0, 1_203).Chunk(50))
            await Task.WhenAll(some.Select(i => store.UpdateItemAsync($"i{i}", Values(("price", FeatureValue.Number(i)))).AsTask()));
        Assert.Equal(2, (await store.UpdateItemAsync("i7", Values(("stock", FeatureValue.Number(0))))).Names.Count);

        Dictionary<string, FeatureValues> all = [];
        await foreach ((string item, FeatureValues features) in store.ChangedItemsAsync()) all.Add(item, features);

        Assert.Equal(1_203, all.Count);
        Assert.Equal(FeatureValue.Number(1_202), all["i1202"]["price"]);
        Assert.Equal(FeatureValue.Number(7), all["i7"]["price"]);
        Assert.Null(await store.FindItemAsync("nobody"));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task FindUsers_Prefix_FindsInOrdinalOrder(string kind)
    {
        await using IFeatureStore store = await OpenAsync(kind);
        foreach (string user in new[] { "b", "a2", "a10", "a%", "A1", "a" }) await store.UpdateUserAsync(user, FeatureValues.Empty);

        Assert.Equal(["a", "a%", "a10", "a2"], await store.FindUsersAsync("a", 10));
        Assert.Equal(["A1", "a"], await store.FindUsersAsync("", 2));
        Assert.Equal(["a%"], await store.FindUsersAsync("a%", 10));
        Assert.Empty(await store.FindUsersAsync("z", 10));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Fill_EmptyStoreOnly_AllOrNone(string kind)
    {
        await using IFeatureStore store = await OpenAsync(kind);

        await Assert.ThrowsAnyAsync<Exception>(async () => await store.FillAsync(Users(5, failAt: 3)));
        Assert.Empty(await store.FindUsersAsync("", 10));
        Assert.Equal(5, await store.FillAsync(Users(5)));
        Assert.Equal(0, await store.FillAsync(Users(9)));
        Assert.Equal(5, (await store.FindUsersAsync("", 10)).Count);
        Assert.Equal("i4", Assert.Single((await store.UserAsync("u4")).History));
    }

    [Theory, MemberData(nameof(LastingStores))]
    public async Task Reopen_AfterWrites_HasAllOfThem(string kind)
    {
        await using (IFeatureStore store = await OpenAsync(kind))
        {
            await store.UpdateUserAsync("u", Values(("age", FeatureValue.Number(30))));
            await store.AppendAsync(Batch(0, 1, ("u", "a", 1)));
        }

        await using IFeatureStore again = await OpenAsync(kind);
        Assert.Equal("a", Assert.Single((await again.UserAsync("u")).History));
        Assert.Equal(1, await again.PositionAsync("log"));
        await again.PingAsync();
    }

    /// <summary>The files of a running store are what a killed process leaves behind.</summary>
    [Fact]
    public async Task Sqlite_ProcessKilledAnyTime_HasEveryWriteThatReturned()
    {
        await using SqliteFeatureStore store = new(Path.Combine(_folder, "a.db"));
        for (int i = 0; i < 20; i++) await store.UpdateUserAsync($"u{i}", Values(("n", FeatureValue.Number(i))));
        foreach (string suffix in new[] { "", "-wal" }) File.Copy(Path.Combine(_folder, "a.db" + suffix), Path.Combine(_folder, "b.db" + suffix));

        await using SqliteFeatureStore left = new(Path.Combine(_folder, "b.db"));
        for (int i = 0; i < 20; i++) Assert.Equal(FeatureValue.Number(i), (await left.FindUserAsync($"u{i}"))!.Features["n"]);
    }

    [Fact]
    public void Sqlite_FileThatIsNone_SaysWhatToDo()
    {
        string file = Path.Combine(_folder, "none.db");
        File.WriteAllText(file, new string('x', 4_096));

        FeatureStoreException fault = Assert.Throws<FeatureStoreException>(() => new SqliteFeatureStore(file));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.Contains("damaged or is none", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ConnectionStringThatIsNone_SaysWhatIsExpected() =>
        Assert.Contains("Host=", (await Assert.ThrowsAsync<FeatureStoreException>(() => PostgresFeatureStore.OpenAsync("Hots=here"))).Message, StringComparison.Ordinal);

    [PostgresFact]
    public async Task Postgres_KilledAndBack_FailsClearlyThenWorksOn()
    {
        await using IFeatureStore store = await OpenAsync(Postgres);
        await store.UpdateUserAsync("u", Values(("age", FeatureValue.Number(30))));

        cluster.Kill();
        FeatureStoreException fault = await Assert.ThrowsAsync<FeatureStoreException>(async () => await store.FindUserAsync("u"));
        await Assert.ThrowsAsync<FeatureStoreException>(async () => await store.UpdateUserAsync("u", Values(("age", FeatureValue.Number(31)))));
        cluster.Start();

        Assert.DoesNotContain("Username", fault.Message, StringComparison.Ordinal);
        NpgsqlConnection.ClearAllPools();
        Assert.Equal(FeatureValue.Number(30), (await store.FindUserAsync("u"))!.Features["age"]);
    }

    private async Task<IFeatureStore> OpenAsync(string kind)
    {
        if (kind == Memory) return new MemoryFeatureStore(HistoryLimit);
        if (kind == Sqlite) return new SqliteFeatureStore(Path.Combine(_folder, "features.db"), HistoryLimit);
        cluster.Start();
        if (!_isClean)
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(cluster.Connection);
            await using NpgsqlCommand drop = source.CreateCommand("DROP TABLE IF EXISTS winnow_store, winnow_users, winnow_items, winnow_logs");
            await drop.ExecuteNonQueryAsync();
            _isClean = true;
        }
        return await PostgresFeatureStore.OpenAsync(cluster.Connection, HistoryLimit);
    }

    private static FeatureValues Values(params (string Name, FeatureValue Value)[] values) => new(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));

    private static HistoryBatch Batch(long start, long end, params (string User, string Item, long Time)[] events) => new("log", start, end,
        [.. events.Select(e => new HistoryEvent(e.User, new HistoryEntry(e.Item, DateTimeOffset.FromUnixTimeMilliseconds(e.Time))))]);

    private static IEnumerable<KeyValuePair<string, StoredUser>> Users(int count, int failAt = -1)
    {
        for (int i = 0; i < count; i++)
        {
            if (i == failAt) throw new InvalidDataException("the release is damaged");
            yield return KeyValuePair.Create($"u{i}", new StoredUser(FeatureValues.Empty, [new HistoryEntry($"i{i}", DateTimeOffset.UnixEpoch)]));
        }
    }
}
