using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests;

/// <summary>The same calls on a table in process and on one in a cluster: the same bytes.</summary>
public sealed unsafe class RemoteEmbeddingTableTests(ModuleServers servers) : IClassFixture<ModuleServers>
{
    private const int MostKeys = 500, Dimension = 7;

    public static TheoryData<int, int, RowPrecision, SparseAlgorithm, int> Cases => new()
    {
        { 1, 1, RowPrecision.Float32, SparseAlgorithm.RowWiseAdagrad, 1 },
        { 3, 8, RowPrecision.Float32, SparseAlgorithm.Adagrad, 3 },
        { 3, 5, RowPrecision.BFloat16, SparseAlgorithm.LazyAdam, 1 },
        { 3, 64, RowPrecision.BFloat16, SparseAlgorithm.Ftrl, 2 },
        { 1, 16, RowPrecision.Float32, SparseAlgorithm.Sgd, 1 },
    };

    [ModuleTheory, MemberData(nameof(Cases))]
    public void RandomCalls_OnBoth_SameVectorsAndSnapshots(int masters, int shards, RowPrecision precision, SparseAlgorithm algorithm, int admission)
    {
        TableShardOptions options = new()
        {
            Table = new()
            {
                Name = "t", Dimension = Dimension, Seed = 5, Precision = precision, AdmissionThreshold = admission, TimeToLive = 40,
                Cold = admission > 1 ? ColdVector.Initial : ColdVector.Zero, StepsPerTick = 2, BudgetBytes = 1 << 21,
            },
            Optimizer = new() { Algorithm = algorithm, LearningRate = 0.1f },
        };
        using WorkerTeam team = new(1);
        using IEmbeddingTable local = EmbeddingTables.Create(options.Table, options.Optimizer, team);
        using RemoteEmbeddingTable remote = RemoteEmbeddingTable.Create(servers.Address(masters), $"remote-{masters}-{shards}", options, shards);
        using NativeBuffer<float> a = new(MostKeys * Dimension), b = new(MostKeys * Dimension), g = new(MostKeys * Dimension);
        Random random = new(shards);
        int[] hints = new int[MostKeys];
        byte[]? saved = null;
        for (int step = 0; step < 80; step++)
        {
            ulong[] keys = Keys(random);
            MatrixView x = new(a.Pointer, keys.Length, Dimension), y = new(b.Pointer, keys.Length, Dimension), gradients = new(g.Pointer, keys.Length, Dimension);
            Assert.Equal(local.LearningRate, remote.LearningRate);
            bool trains = random.Next(4) > 0;
            foreach (IEmbeddingTable table in (IEmbeddingTable[])[local, remote])
                table.Pull(keys, hints.AsSpan(0, keys.Length), table == local ? x : y, trains ? PullMode.Training : PullMode.Scoring);
            for (int r = 0; r < keys.Length; r++) Assert.True(x.Row(r).SequenceEqual(y.Row(r)), $"step {step}, key {keys[r]}, training {trains}");
            if (trains)
            {
                for (int i = 0; i < gradients.Count; i++) gradients.Data[i] = random.NextSingle() - 0.5f;
                Assert.Equal(-1, local.Push(keys, [], gradients));
                Assert.Equal(-1, remote.Push(keys, [], gradients));
            }
            local.Advance();
            remote.Advance();
            if (step == 30) local.LearningRate = remote.LearningRate = 0.05f;
            if (step == 40) saved = Saved(local);
            if (step == 50)
            {
                local.Load(new MemoryStream(saved!), "saved");
                remote.Load(new MemoryStream(saved!), "saved");
            }
            if (step % 10 == 9 && trains) Assert.Equal(Saved(local), Saved(remote));
        }
        Assert.Equal(local.Step, remote.Step);
        Assert.Equal(local.Count, remote.Count);
        foreach (ulong key in Keys(random)) Assert.Equal(local.Contains(key), remote.Contains(key));
        Assert.False(remote.TryFindNonFinite(out _));
        Assert.True(remote.Memory.Rows > 0);
        Assert.True(remote.Counters.GradientsApplied > 0);
        remote.Delete();
    }

    [ModuleFact]
    public void Push_TwiceInAStep_IsRefused()
    {
        using RemoteEmbeddingTable table = RemoteEmbeddingTable.Create(servers.Address(1), "twice", new() { Table = new() { Dimension = 2 } }, 2);
        using NativeBuffer<float> g = new(2);
        MatrixView row = new(g.Pointer, 1, 2);
        table.Push([7], [], row);
        Assert.Throws<InvalidOperationException>(() => table.Push([7], [], row));
        table.Advance();
        table.Push([7], [], row);
        Assert.Equal(1, table.Count);
        Assert.Throws<InvalidOperationException>(() => table.SaveDelta(Stream.Null, default));
        table.Delete();
    }

    [ModuleTheory, InlineData(RowPrecision.Float32), InlineData(RowPrecision.BFloat16)]
    public void TryFindNonFinite_OneBadRow_FindsIt(RowPrecision precision)
    {
        TableShardOptions options = new() { Table = new() { Dimension = 3, Precision = precision }, Optimizer = new() { Algorithm = SparseAlgorithm.Sgd, LearningRate = 1 } };
        using RemoteEmbeddingTable table = RemoteEmbeddingTable.Create(servers.Address(3), "bad", options, 8);
        using NativeBuffer<float> g = new(300);
        ulong[] keys = [.. Enumerable.Range(1, 100).Select(i => (ulong)i)];
        MatrixView gradients = new(g.Pointer, 100, 3);
        for (int push = 0; push < 3; push++)
        {
            gradients[56, 2] = -float.MaxValue;         // finite each, their sum is not
            Assert.Equal(-1, table.Push(keys, [], gradients));
            table.Advance();
        }
        Assert.True(table.TryFindNonFinite(out ulong key));
        Assert.Equal(57UL, key);
        table.Delete();
    }

    private static ulong[] Keys(Random random)
    {
        HashSet<ulong> keys = [];
        int count = random.Next(8) == 0 ? 0 : random.Next(1, MostKeys);
        for (int i = 0; i < count; i++) keys.Add((ulong)random.Next(0, 20 * MostKeys));
        return [.. keys];
    }

    private static byte[] Saved(IEmbeddingTable table)
    {
        MemoryStream stream = new();
        table.Save(stream);
        return stream.ToArray();
    }
}
