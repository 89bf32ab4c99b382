using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Shards of a parameter server, in process and on one thread: what is left of the rates of a table when each update is checked, entered
/// in the ledger and applied in one walk; and the memory of many small shards.</summary>
internal sealed unsafe class ShardBenchmark : IBenchmark
{
    private const int Dimension = 16, Parts = 4, Draws = 9;
    private const ulong Source = 1;

    public string Name => "shard";

    public string Summary =>
        "Shards of a parameter server in process, one thread, 16 numbers with row-wise Adagrad: pulls, pushes, pushes in 4 parts; memory of small shards.";

    private static long RowCount => long.TryParse(Environment.GetEnvironmentVariable("WINNOW_TABLE_ROWS"), out long rows) ? rows : 10_000_000;

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        using (TableShard shard = NewShard(0, 1))
        {
            Fill(shard, RowCount);
            progress($"shard: {shard.Count:N0} rows");
            foreach (int keys in (int[])[4096, 16_384, 65_536])
            {
                foreach (BenchmarkRow row in Rates(shard, keys)) yield return row;
                progress($"shard: batches of {keys:N0} measured");
            }
        }
        yield return NewKeys();
        foreach (int shards in (int[])[8, 32]) yield return Memory(shards);
    }

    private static BenchmarkRow[] Rates(TableShard shard, int keys)
    {
        using NativeBuffer<float> block = new((nuint)(keys * Dimension));
        MatrixView rows = new(block.Pointer, keys, Dimension);
        ulong[][] batches = [.. Enumerable.Range(0, Math.Max(4, 786_432 / keys)).Select(batch => Batch(keys, batch))];
        long position = shard.StepsApplied(Source + (ulong)keys), part = 0;
        double[] seconds = Rounds.Medians(
            Draws,
            () => Time(batches, batch => shard.Pull(batch, rows)),
            () => Time(batches, batch => shard.Push(new(Source + (ulong)keys, position++, 1, 0.01f), batch, rows, default, out _)),
            () => Time(batches, batch => shard.Push(new(Source + 10 * (ulong)keys, part++, Parts, 0.01f), batch, rows, default, out _)));
        return
        [
            Row($"pull {keys:N0} random rows", keys / seconds[0], 15),
            Row($"push {keys:N0} random rows", keys / seconds[1], 8),
            Row($"push {keys:N0} random rows as one of {Parts} parts", keys / seconds[2], double.NaN),
        ];
    }

    private static BenchmarkRow Row(string name, double rowsPerSecond, double goal) =>
        new(name, rowsPerSecond / 1e6, goal, double.IsNaN(goal) ? "–" : $"goal: {goal} M rows/s", "M rows/s");

    private static BenchmarkRow NewKeys()
    {
        using TableShard shard = NewShard(0, 1);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Fill(shard, 2_000_000);
        return Row("push 65,536 keys that are new, growing to 2 M rows", shard.Count / System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, double.NaN);
    }

    /// <summary>Bytes a row of a table cut into shards of about 100,000 rows, beside the same rows in one table.</summary>
    private static BenchmarkRow Memory(int shards)
    {
        long rows = shards * 100_000L, cut = 0, count = 0;
        using TableShard whole = NewShard(0, 1);
        Fill(whole, rows);
        for (int shard = 0; shard < shards; shard++)
        {
            using TableShard one = NewShard(shard, shards);
            Fill(one, rows);
            cut += one.MemoryBytes;
            count += one.Count;
        }
        return new($"a row of {count:N0} in {shards} shards", cut / (double)count, whole.MemoryBytes / (double)whole.Count, "in one shard", "B", LessIsBetter: true);
    }

    private static void Fill(TableShard shard, long rows)
    {
        const int Keys = 65_536;
        using NativeBuffer<float> block = new(Keys * Dimension);
        List<ulong> keys = [];
        long position = 0;
        for (long first = 1; first <= rows; first += Keys)
        {
            keys.Clear();
            for (long key = first; key < Math.Min(first + Keys, rows + 1); key++)
                if (TableShardOptions.ShardOf((ulong)key, shard.Options.Shards) == shard.Options.Shard) keys.Add((ulong)key);
            MatrixView gradients = new(block.Pointer, keys.Count, Dimension);
            shard.Push(new(Source, position++, 1, 0.01f), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(keys), gradients, default, out _);
        }
    }

    private static ulong[] Batch(int keys, int number)
    {
        RandomStream random = new RandomStream(1, "shard benchmark").Fork((ulong)number);
        HashSet<ulong> batch = [];
        for (ulong draw = 0; batch.Count < keys; draw++) batch.Add(1 + random.UInt64(draw) % (ulong)RowCount);
        return [.. batch];
    }

    private static TableShard NewShard(int shard, int shards) => new(
        new() { Table = new() { Dimension = Dimension }, Optimizer = new() { LearningRate = 0.01f }, Shard = shard, Shards = shards }, WorkerTeam.Single);

    private static double Time(ulong[][] batches, Action<ulong[]> run) => Rounds.SecondsPerCall(() =>
    {
        foreach (ulong[] batch in batches) run(batch);
    }, seconds: 0.02, processor: true) / batches.Length;
}
