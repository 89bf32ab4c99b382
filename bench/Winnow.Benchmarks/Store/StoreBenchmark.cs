using System.Diagnostics;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store;
using Winnow.Store.Local;

namespace Winnow.Benchmarks;

/// <summary>A parameter store in one Redis node: pulls beside redis-benchmark reading plain strings of the same size the same way, pushes beside the
/// table in process, latency, and what the client costs.</summary>
internal sealed class StoreBenchmark : IBenchmark
{
    private const int Shards = 8, BatchKeys = 65_536, Batches = 16, Repeats = 7;
    private const double RoundSeconds = 0.4;
    private const double GoalRows = 5e6;
    private const long TableRows = 1_000_000, BytesOfThePeer = 1 << 29;
    private const int DefaultConnections = 50;

    public string Name => "store";

    public string Summary => $"A parameter store in one Redis node, {TableRows:N0} rows in {Shards} shards, beside redis-benchmark on plain strings as large as the replies: as it "
        + "runs by default, and with the connections and the pipelining of the workers. Pushes beside the table in process.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("winnow-bench-");
        try
        {
            using LocalNode node = LocalNode.Start(new() { Directory = folder.FullName, Module = ModuleFile.Find() });
            RedisBenchmarkPeer peer = new(node.Port);
            foreach (int dimension in (int[])[16, 64])
            {
                using RedisParameterStore store = Filled(RedisAddress.Parse(node.Url), dimension);
                foreach (int workers in (int[])[1, 2])
                {
                    foreach (BenchmarkRow row in Pulls(store, peer, workers, dimension)) yield return Told(row, progress);
                }
                if (dimension == 16)
                {
                    foreach (BenchmarkRow row in Pushes(store, dimension)) yield return Told(row, progress);
                    yield return Told(Latency(store, peer, dimension), progress);
                }
                store.Delete();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BenchmarkRow Told(BenchmarkRow row, Action<string> progress)
    {
        progress($"store: {row.Case}: {row.Ours:G4} of {row.Reference:G4} {row.Unit}, {row.Of}");
        return row;
    }

    private static TableShardOptions Table(int dimension) => new()
    {
        Table = new() { Name = "bench", Dimension = dimension },
        Optimizer = new() { Algorithm = SparseAlgorithm.RowWiseAdagrad },
    };

    private static RedisParameterStore Filled(RedisAddress address, int dimension)
    {
        RedisParameterStore store = RedisParameterStore.Create(address, new() { Run = "bench", Source = 1, Shards = Shards, Tables = [Table(dimension)], Blocks = [] }, []);
        using NativeBuffer<float> zeros = new((nuint)(BatchKeys * dimension));
        ulong[] keys = new ulong[BatchKeys];
        for (long first = 1, position = 0; first <= TableRows; first += BatchKeys, position++)
        {
            int count = (int)Math.Min(BatchKeys, TableRows + 1 - first);
            for (int i = 0; i < count; i++) keys[i] = (ulong)(first + i);
            unsafe
            {
                store.Tables[0].Push(new(1, position, 1, 0.01f), keys.AsSpan(0, count), new MatrixView(zeros.Pointer, count, dimension), default);
            }
        }
        return store;
    }

    private static IEnumerable<BenchmarkRow> Pulls(RedisParameterStore store, RedisBenchmarkPeer peer, int workers, int dimension)
    {
        int bytes = BatchKeys / Shards * dimension * sizeof(float), requests = (int)(BytesOfThePeer / bytes);
        StoreWorker[] team = [.. Enumerable.Range(0, workers).Select(i => new StoreWorker(store.Connect(), TableRows, BatchKeys, Batches, i, dimension))];
        List<double> ours = [], theirs = [];
        peer.Set(bytes);
        double[] rate = Rounds.Medians(Repeats,
            () =>
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                double bytesASecond = Together(team, w => w.Pull(), out double total);
                ours.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds / total * 1e9);
                return bytesASecond;
            },
            () =>
            {
                (double rate, double seconds) = peer.Get(requests, workers, Shards);
                theirs.Add(seconds / ((double)requests * bytes) * 1e9);
                return rate * bytes;
            },
            () => peer.Get(requests, DefaultConnections, 1).Rate * bytes);
        foreach (StoreWorker worker in team) worker.Dispose();
        string who = workers == 1 ? "1 worker" : $"{workers} workers", what = $"pull {BatchKeys:N0} rows of {dimension} floats, {who}, {Shards} replies of {bytes / 1024:N0} KiB a call";
        string same = $"redis-benchmark GET -c {workers} -P {Shards}";
        yield return new(what, rate[0] / 1e6, rate[2] / 1e6, $"redis-benchmark GET, its default: -c {DefaultConnections} -P 1", "MB/s");
        yield return new(what, rate[0] / 1e6, rate[1] / 1e6, same, "MB/s");
        yield return new($"{what}: processor time of the client", Rounds.Median([.. ours]), Rounds.Median([.. theirs]), same, "ms/MB", LessIsBetter: true);
    }

    private static IEnumerable<BenchmarkRow> Pushes(RedisParameterStore store, int dimension)
    {
        using WorkerTeam one = new(1);
        using IEmbeddingTable local = EmbeddingTables.Create(Table(dimension).Table, Table(dimension).Optimizer, one);
        using StoreWorker first = new(store.Connect(), TableRows, BatchKeys, Batches, 0, dimension), second = new(store.Connect(), TableRows, BatchKeys, Batches, 1, dimension);
        int[] hints = new int[BatchKeys];
        StoreWorker[] alone = [first], both = [first, second];
        foreach (ulong[] keys in StoreWorker.Batches(TableRows, BatchKeys, Batches, 0)) local.Pull(keys, hints, first.Rows(keys.Length), PullMode.Training);
        using StoreWorker plain = new(store.Connect(), TableRows, BatchKeys, Batches, 0, dimension);
        double[] rate = Rounds.Medians(Repeats,
            () => Together(alone, w => w.Push(), out _),
            () => Together(both, w => w.Push(), out _),
            () => Together([plain], w =>
            {
                ReadOnlySpan<ulong> keys = w.NextBatch();
                local.Pull(keys, hints, w.Rows(keys.Length), PullMode.Training);
                local.Push(keys, hints, w.Rows(keys.Length));
                local.Advance();
                return keys.Length;
            }, out _));
        yield return new("push rows of 16 floats, row-wise Adagrad, 1 worker", rate[0] / 1e6, rate[2] / 1e6, "in process, 1 thread: pull, push, advance", "M rows/s");
        yield return new("push rows of 16 floats, row-wise Adagrad, 1 worker", rate[0] / 1e6, GoalRows / 1e6, "goal: 5 M rows/s a node", "M rows/s");
        yield return new("push rows of 16 floats, row-wise Adagrad, 2 workers", rate[1] / 1e6, rate[2] / 1e6, "in process, 1 thread: pull, push, advance", "M rows/s");
        yield return new("push rows of 16 floats, row-wise Adagrad, 2 workers", rate[1] / 1e6, GoalRows / 1e6, "goal: 5 M rows/s a node", "M rows/s");
    }

    private static BenchmarkRow Latency(RedisParameterStore store, RedisBenchmarkPeer peer, int dimension)
    {
        using StoreWorker worker = new(store.Connect(), TableRows, batchKeys: 1, Batches, 0, dimension);
        peer.Set(dimension * sizeof(float));
        double[] seconds = Rounds.Medians(Repeats, () => Rounds.SecondsPerCall(() => worker.Pull(), RoundSeconds), () => 1 / peer.Get(5000, 1, 1).Rate);
        return new("pull 1 row: a round trip", seconds[0] * 1e6, seconds[1] * 1e6, "redis-benchmark GET -c 1", "µs", LessIsBetter: true);
    }

    /// <summary>What all workers do a second, each on a thread of its own.</summary>
    private static double Together(StoreWorker[] workers, Func<StoreWorker, long> call, out double total)
    {
        long sum = 0, start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. workers.Select(worker => new Thread(() =>
        {
            long done = 0;
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < RoundSeconds) done += call(worker);
            Interlocked.Add(ref sum, done);
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        total = sum;
        return sum / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
