using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store.Local;
using Winnow.Store.Status;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests.Status;

public sealed class RunStatusTests : IDisposable
{
    private const ulong Source = 5;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModuleFact]
    public unsafe void Read_RunAfterSomePushes_ShowsTablesBlocksAndQueueWithRates()
    {
        using LocalCluster cluster = LocalCluster.Start(new LocalClusterOptions
        {
            Masters = 2, Node = new LocalNodeOptions { Directory = _folder.Path, Module = ModuleFile.Find() },
        });
        RedisAddress address = RedisAddress.Parse(cluster.Url);
        using RedisParameterStore store = RedisParameterStore.Create(address, Layout(), [new float[7]]);
        FakeTime time = new();
        StoreStatusReader reader = new(address, time);
        ulong[] keys = [.. Enumerable.Range(1, 100).Select(i => (ulong)i)];
        using NativeBuffer<float> rows = new(400);
        MatrixView view = new(rows.Pointer, 100, 4);

        StoreStatus before = reader.Read();
        store.Queue.Open(10, 1);
        store.Queue.Lease("w", TimeSpan.FromSeconds(30));
        UpdateTag tag = new(Source, 0, 1, 0.1f);
        store.Tables[0].Pull(keys, view, Source, 0);
        store.Tables[0].Push(tag, keys, view, default);
        store.Tables[0].Push(tag, keys, view, default);
        time.Advance(TimeSpan.FromSeconds(4));
        StoreStatus after = reader.Read();

        Assert.All(after.Nodes, n => Assert.True(n.ModuleVersion > 0));
        StoreRunStatus run = Assert.Single(after.Runs);
        Assert.Equal("status.test", run.Name);
        StoreTableStatus table = Assert.Single(run.Tables);
        Assert.Equal(("rows:odd name", 5, 5, 4, 100L), (table.Name, table.Shards, table.ShardsOfAll, table.Dimension, table.Rows));
        Assert.Equal((100L, 100L, 5L), (table.Traffic.PulledKeys, table.Traffic.PushedKeys, table.Traffic.Duplicates));
        Assert.Equal(new StoreTableRates(25, 25, 1), after.RatesSince(before, run.Name, table.Name));
        Assert.Equal((0, "w:1", 7, 0L, true), Assert.Single(run.Blocks) is var b ? (b.Index, b.Name, b.Length, b.Version, b.IsFinite) : default);
        Assert.Equal((10L, 1L, 0L, 1, 1), run.Queue is { } q ? (q.Limit, q.Next, q.Completed, q.Leased, q.Workers) : default);
        Assert.Equal(3, run.QueueOptions!.Staleness);
    }

    private static ParameterStoreLayout Layout() => new()
    {
        Run = "status.test", Source = Source, Shards = 5, Queue = new PositionQueueOptions { Staleness = 3 },
        Tables = [new TableShardOptions { Table = new EmbeddingTableOptions { Name = "rows:odd name", Dimension = 4 } }],
        Blocks = [new DenseBlockOptions { Name = "w:1", Length = 7 }],
    };

    private sealed class FakeTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
