using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store.Module;

/// <summary>Saves, digests and frees a small value of every sort once while the module is loaded. The runtime resolves interface calls and
/// initialises classes at first use, with locks and allocations; a forked child must not be the first.</summary>
internal static unsafe class Rehearsal
{
    /// <summary>Runs it; some milliseconds.</summary>
    internal static void Run()
    {
        foreach (SparseAlgorithm algorithm in (ReadOnlySpan<SparseAlgorithm>)[SparseAlgorithm.Sgd, SparseAlgorithm.Adagrad, SparseAlgorithm.RowWiseAdagrad, SparseAlgorithm.LazyAdam, SparseAlgorithm.Ftrl])
            foreach (int admission in (ReadOnlySpan<int>)[1, 2])
                Rehearse(Table(algorithm, admission));
        foreach (IDenseOptimizer? optimizer in (ReadOnlySpan<IDenseOptimizer?>)[null, new SgdOptimizer(), new AdagradOptimizer(), new AdamOptimizer(), new AdamWOptimizer()])
            Rehearse(Dense(optimizer));
        Rehearse(Queue());
    }

    private static TableValue Table(SparseAlgorithm algorithm, int admission)
    {
        TableShard shard = new(new TableShardOptions
        {
            Table = new EmbeddingTableOptions { Dimension = 4, AdmissionThreshold = admission, RemovalLogCapacity = 0 },
            Optimizer = new SparseOptimizerOptions { Algorithm = algorithm },
        }, WorkerTeam.Single);
        ulong key = 1;
        float* gradient = stackalloc float[4];
        new Span<float>(gradient, 4).Clear();
        MatrixView view = new(gradient, 1, 4);
        ReadOnlySpan<ulong> keys = new(&key, 1);
        shard.Push(new UpdateTag(1, 0, 1, 0.1f), keys, view, default, out _);
        shard.Push(new UpdateTag(2, 0, 2, 0.1f), keys, view, default, out _);       // one of two parts: stays pending
        return new TableValue(shard);
    }

    private static DenseValue Dense(IDenseOptimizer? optimizer)
    {
        DenseBlock block = new(new DenseBlockOptions { Name = "rehearsal", Length = 2, Optimizer = optimizer }, [0f, 0f]);
        block.Push(new UpdateTag(1, 0, 1, 0.1f), [0f, 0f], [], out _);
        block.Push(new UpdateTag(2, 0, 2, 0.1f), [0f, 0f], [], out _);
        return new DenseValue(block);
    }

    private static QueueValue Queue()
    {
        PositionQueue queue = new(new PositionQueueOptions());
        queue.Open(2, 1);
        queue.Lease("rehearsal", 1_000, 0);
        return new QueueValue(queue);
    }

    private static void Rehearse(StoredValue value)
    {
        RdbSink rdb = new(null);
        AofSink aof = new(null, null, null);
        value.Save(ref rdb);
        value.Rewrite(ref aof);
        value.Digest();
        void* handle = value.ToHandle();
        StoredValue.Release(handle);
    }
}
