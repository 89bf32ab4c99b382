using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>A whole run in this process.</summary>
public sealed unsafe class LocalParameterStoreTests
{
    private const int Dimension = Combinations.Dimension;

    [Fact]
    public void Table_AnyNumberOfShards_SavesWhatOneTableSavesAndLoadsIt()
    {
        using TestTable plain = new(Combinations.Table(RowPrecision.Float32, 3, "time"), Combinations.Optimizer(SparseAlgorithm.Ftrl));
        using LocalParameterStore store = Store(7), other = Store(2);
        Random random = new(1);
        for (int step = 0; step < 30; step++)
        {
            ulong[] keys = Combinations.Keys(random, step);
            float[][] gradients = TestTable.Gradients(random, keys.Length, Dimension);
            Assert.Equal(plain.Pull(keys, PullMode.Preview), Pull(store, keys, step));
            plain.Train(keys, gradients);
            fixed (float* data = (float[])[.. gradients.SelectMany(g => g)])
                Assert.Equal(-1, store.Tables[0].Push(new(1, step, 1, 0.05f), keys, new MatrixView(data, keys.Length, Dimension), default));
        }
        Assert.Equal(plain.Table.Count, store.Tables[0].CountRows());
        using MemoryStream saved = new(), again = new();
        store.Tables[0].Save(saved);
        Assert.Equal(plain.Save(), saved.ToArray());
        saved.Position = 0;
        other.Tables[0].Load(saved, "full.bin");
        other.Tables[0].Save(again);
        Assert.Equal(saved.ToArray(), again.ToArray());
    }

    [Fact]
    public void Load_OfADamagedSnapshot_RefusesAndChangesNothing()
    {
        using LocalParameterStore store = Store(3);
        using MemoryStream before = new();
        store.Tables[0].Save(before);
        using TestTable full = new(Combinations.Table(RowPrecision.Float32, 3, "time"), Combinations.Optimizer(SparseAlgorithm.Ftrl));
        for (int step = 0; step < 9; step++) full.Train([1, 2, 3], TestTable.Gradients(new Random(1), 3, Dimension));
        byte[] snapshot = full.Save();
        for (int at = 0; at < snapshot.Length; at += 3)
        {
            byte[] damaged = [.. snapshot];
            damaged[at] ^= 4;
            Assert.Throws<InvalidDataException>(() => store.Tables[0].Load(new MemoryStream(damaged), "damaged.bin"));
            Assert.Throws<InvalidDataException>(() => store.Tables[0].Load(new MemoryStream(snapshot[..at]), "short.bin"));
        }
        using MemoryStream after = new();
        store.Tables[0].Save(after);
        Assert.Equal(before.ToArray(), after.ToArray());
    }

    [Fact]
    public void Pull_OfAStepThatDoesNotCome_TimesOut()
    {
        using LocalParameterStore store = Store(2, TimeSpan.FromMilliseconds(20));
        Assert.Throws<TimeoutException>(() => Pull(store, [1, 2], 1));
    }

    [Fact]
    public void Blocks_PushedPulledSavedAndLoaded_DoWhatTheOptimizerDoes()
    {
        using LocalParameterStore store = Store(1);
        using Parameter mine = new("w", new Shape(3, 4)), plain = new("w", new Shape(3, 4));
        Random random = new(2);
        for (int step = 0; step < 5; step++)
        {
            store.Blocks.Pull([mine], 1, step);
            Assert.Equal(plain.Values, mine.Values);
            float[] gradient = [.. Enumerable.Range(0, 12).Select(_ => random.NextSingle())];
            foreach (Parameter parameter in (Parameter[])[mine, plain]) parameter.SetGradient(gradient);
            store.Blocks.Push(new(1, step, 1, 0.1f), [mine], mine.Values);
            new AdamOptimizer().Step([plain], 0.1f, WorkerTeam.Single);
        }
        store.Blocks.Save([mine]);
        Assert.Equal((plain.Updates, 2), (mine.Updates, mine.StateSlots));
        Assert.Equal(plain.State(1), mine.State(1));
        using LocalParameterStore other = Store(1);
        other.Blocks.Load([mine]);
        Assert.Equal(plain.Values, other.DenseBlocks[0].Values);
        Assert.Equal(plain.State(0), other.DenseBlocks[0].State(0));
    }

    [Fact]
    public void Workers_OnManyThreadsInParts_GiveTheSameBytesAsOne()
    {
        byte[] one = Trained(1), four = Trained(4);
        Assert.Equal(one, four);

        static byte[] Trained(int threads)
        {
            const int Parts = 3, Steps = 20;
            using LocalParameterStore store = Store(4, parts: Parts);
            store.Queue.Open(Parts * Steps, 1);
            Thread[] workers = [.. Enumerable.Range(0, threads).Select(number => new Thread(() => Work($"w{number}", store.Connect(), Parts)))];
            foreach (Thread worker in workers) worker.Start();
            foreach (Thread worker in workers) worker.Join();
            PositionQueueStatus status = store.Queue.Status();
            Assert.Equal((Parts * Steps, Parts * Steps * 2.0), (status.Completed, status.LossSum));
            using MemoryStream saved = new();
            store.Tables[0].Save(saved);
            return saved.ToArray();
        }

        static void Work(string name, IParameterStore store, int parts)
        {
            using (store)
                while (store.Queue.Status() is { } status && status.Completed < status.Limit)
                {
                    PositionLease lease = store.Queue.Lease(name, TimeSpan.FromMinutes(1));
                    if (lease.Outcome != LeaseOutcome.Granted)
                    {
                        Thread.Yield();
                        continue;
                    }
                    ulong[] keys = Combinations.Keys(new Random((int)lease.Position), (int)lease.Position);
                    float[] block = [.. Pull(store, keys, lease.Position / parts).SelectMany(row => row.Select(x => x * 0.5f + 0.01f))];
                    fixed (float* data = block) store.Tables[0].Push(new(1, lease.Position, parts, 0.05f), keys, new MatrixView(data, keys.Length, Dimension), default);
                    store.Commit();
                    store.Queue.Complete(name, lease.Position, 2, keys.Length);
                }
        }
    }

    private static LocalParameterStore Store(int shards, TimeSpan? patience = null, int parts = 1) => new(
        new()
        {
            Run = "test", Source = 1, Shards = shards, Queue = new() { Parts = parts, Staleness = 1 },
            Tables = [new() { Table = Combinations.Table(RowPrecision.Float32, 3, "time"), Optimizer = Combinations.Optimizer(SparseAlgorithm.Ftrl) }],
            Blocks = [new() { Name = "w", Length = 12 }],
        },
        [new float[12]], WorkerTeam.Single, patience);

    private static float[][] Pull(IParameterStore store, ulong[] keys, long step)
    {
        float[] block = new float[keys.Length * Dimension];
        fixed (float* data = block) store.Tables[0].Pull(keys, new MatrixView(data, keys.Length, Dimension), 1, step);
        return [.. block.Chunk(Dimension)];
    }
}
