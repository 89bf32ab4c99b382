using System.Diagnostics;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store.Local;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests;

/// <summary>Masters die while a store is at work.</summary>
public sealed unsafe class FailOverTests : IDisposable
{
    private const int Dimension = 4, KeysAPush = 3000, Shards = 8;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModuleFact]
    public void PullAndPush_MasterKilledMeanwhile_GoesOnAndAppliesEachPushOnce()
    {
        using LocalCluster cluster = Start(masters: 3, replicas: 1);
        ParameterStoreLayout layout = Layout();
        RedisAddress address = RedisAddress.Parse(cluster.Url) with { Replicas = 1, CommandTimeout = TimeSpan.FromSeconds(3) };
        using RedisParameterStore store = RedisParameterStore.Create(address, layout, []);
        using WorkerTeam team = new(1);
        using LocalParameterStore undisturbed = new(layout, [], team);
        using NativeBuffer<float> mine = new(KeysAPush * Dimension), theirs = new(KeysAPush * Dimension);
        using ManualResetEventSlim harm = new(), pause = new();
        Thread killer = new(() =>
        {
            harm.Wait();
            cluster.Nodes[1].Kill();
            for (int tries = 0; cluster.Nodes[4].Info("role") != "master" && tries < 300; tries++) pause.Wait(100);
            cluster.StartAll();
        });
        killer.Start();
        int position = 0, after = 0;
        for (; after < 10 && position < 100_000; position++)
        {
            if (position == 5) harm.Set();
            ulong[] keys = Keys(position);
            MatrixView a = new(mine.Pointer, keys.Length, Dimension), b = new(theirs.Pointer, keys.Length, Dimension);
            store.Tables[0].Pull(keys, a, layout.Source, position);
            undisturbed.Tables[0].Pull(keys, b, layout.Source, position);
            Assert.True(new ReadOnlySpan<float>(a.Data, (int)a.Count).SequenceEqual(new ReadOnlySpan<float>(b.Data, (int)b.Count)), $"position {position}");
            for (int i = 0; i < a.Count; i++) a.Data[i] = b.Data[i] = (i + position) % 13 - 6;
            UpdateTag tag = new(layout.Source, position, 1, 0.01f);
            store.Tables[0].Push(tag, keys, a, default);
            undisturbed.Tables[0].Push(tag, keys, b, default);
            store.Commit();
            if (position > 5 && !killer.IsAlive) after++;
        }
        killer.Join();          // started again before the others noticed, it would be an empty master: it keeps nothing on disk
        Assert.True(store.Cluster.Traffic.Repeated > 0);
        MemoryStream expected = new(), actual = new();
        undisturbed.Tables[0].Save(expected);
        store.Tables[0].Save(actual);       // its shards must agree on the number of steps
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    [ModuleFact]
    public void Pull_NobodyLeft_EndsAtTheDeadline()
    {
        using LocalCluster cluster = Start(masters: 1, replicas: 0);
        RedisAddress address = RedisAddress.Parse(cluster.Url) with { Deadline = TimeSpan.FromSeconds(1) };
        using RedisParameterStore store = RedisParameterStore.Create(address, Layout(), []);
        cluster.Nodes[0].Kill();
        long began = Stopwatch.GetTimestamp();
        Assert.Throws<TimeoutException>(() => store.Tables[0].CountRows());
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.5, 5);
        cluster.StartAll();
        Assert.Throws<RedisErrorException>(() => store.Tables[0].CountRows());        // it is back, without data
    }

    [ModuleFact]
    public void Pull_NodeHangs_EndsAtTheDeadlineAndGoesOnAfterwards()
    {
        using LocalCluster cluster = Start(masters: 1, replicas: 0);
        RedisAddress address = RedisAddress.Parse(cluster.Url) with { Deadline = TimeSpan.FromSeconds(1), CommandTimeout = TimeSpan.FromMilliseconds(300) };
        using RedisParameterStore store = RedisParameterStore.Create(address, Layout(), []);
        cluster.Nodes[0].Pause();
        long began = Stopwatch.GetTimestamp();
        Assert.Throws<TimeoutException>(() => store.Tables[0].CountRows());
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.5, 5);
        cluster.Nodes[0].Resume();
        Assert.Equal(0, store.Tables[0].CountRows());
    }

    private LocalCluster Start(int masters, int replicas) => LocalCluster.Start(new()
    {
        Masters = masters, Replicas = replicas, Node = new() { Directory = _folder.Path, Module = ModuleFile.Find(), NodeTimeout = TimeSpan.FromSeconds(1) },
    });

    private static ParameterStoreLayout Layout() => new()
    {
        Run = "fail-over", Source = 3, Shards = Shards, Blocks = [],
        Tables = [new() { Table = new() { Name = "t", Dimension = Dimension }, Optimizer = new() { Algorithm = SparseAlgorithm.Sgd } }],
    };

    private static ulong[] Keys(int position) => [.. Enumerable.Range(0, KeysAPush).Select(i => 1 + (ulong)(i * 7 + position * 331) % 20_000).Distinct()];
}
