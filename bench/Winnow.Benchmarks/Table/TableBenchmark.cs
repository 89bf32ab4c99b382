using System.Diagnostics;
using System.Runtime.InteropServices;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Embedding tables: rate of pulls and pushes beside plain prefetching code on the same memory, bytes a row beside
/// their limits, the longest pause of a growing table beside 50 ms.</summary>
internal sealed unsafe partial class TableBenchmark : IBenchmark
{
    private const int Dimension = 16;
    private const int BatchRows = 4096, BatchFields = 26;
    private const int PauseRuns = 3;
    private const long RowsOfALargeMachine = 50_000_000, RowsOfASmallMachine = 5_000_000, LargeMachineBytes = 16L << 30;

    public string Name => "table";

    public string Summary =>
        "Embedding tables beside plain prefetching loops over the same memory; bytes a row; pauses. WINNOW_TABLE_ROWS sets the size.";

    private static long RowCount => long.TryParse(Environment.GetEnvironmentVariable("WINNOW_TABLE_ROWS"), out long rows)
        ? rows
        : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= LargeMachineBytes ? RowsOfALargeMachine : RowsOfASmallMachine;

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        using WorkerTeam one = new(1), two = new(2);
        foreach (WorkerTeam team in (WorkerTeam[])[one, two]) yield return ReduceDuplicates(team);
        progress("table: duplicates reduced");
        yield return LongestPause(two);
        progress("table: pauses measured");
        foreach ((RowPrecision precision, double limit) in ((RowPrecision, double)[])[(RowPrecision.Float32, 96), (RowPrecision.BFloat16, 64)])
        {
            foreach (BenchmarkRow row in FullTable(precision, limit, one, two)) yield return row;
            progress($"table: {precision} measured");
        }
    }

    private static BenchmarkRow ReduceDuplicates(WorkerTeam team)
    {
        ulong[] keys = ZipfKeys();
        using DistinctKeys distinct = new();
        double[] seconds = Rounds.Medians(9, () => Rounds.SecondsPerCall(() => distinct.Reduce(keys, team), 0.05));
        string name = $"reduce {keys.Length:N0} Zipf keys to {distinct.Count:N0} distinct ones, {Threads(team)}";
        return new(name, seconds[0] * 1e3, 1, "goal: 1 ms", "ms", LessIsBetter: true);
    }

    private static BenchmarkRow LongestPause(WorkerTeam team)
    {
        const int Keys = 8192;
        long total = Math.Min(10_000_000, RowCount);
        List<double> fastest = [];          // of each pull: what other processes take from one run is no pause of the table
        for (int run = 0; run < PauseRuns; run++)
        {
            using EmbeddingTable<RowWiseAdagrad> table = NewTable(RowPrecision.Float32, team);
            int pull = 0;
            Fill(table, total, Keys, seconds =>
            {
                if (run == 0) fastest.Add(seconds);
                fastest[pull] = Math.Min(fastest[pull], seconds);
                pull++;
            });
        }
        string name = $"longest pull of {Keys:N0} new keys while growing to {total:N0} rows, {Threads(team)}, best of {PauseRuns} runs";
        return new(name, fastest.Max() * 1e3, 50, "limit: 50 ms", "ms", LessIsBetter: true);
    }

    private static List<BenchmarkRow> FullTable(RowPrecision precision, double limitBytes, WorkerTeam one, WorkerTeam two)
    {
        string what = precision.ToString();
        long resident = ResidentBytes();
        using EmbeddingTable<RowWiseAdagrad> table = NewTable(precision, two);
        double seconds = 0;
        Fill(table, RowCount, 65_536, s => seconds += s);
        double grown = ResidentBytes() - resident, counted = table.Memory.BudgetedBytes;
        string limit = $"limit: {limitBytes} B";
        List<BenchmarkRow> rows =
        [
            new($"{what}: a row of {table.Count:N0}, as the table counts", counted / table.Count, limitBytes, limit, "B", LessIsBetter: true),
            new($"{what}: a row of {table.Count:N0}, growth of the process", grown / table.Count, limitBytes, limit, "B", LessIsBetter: true),
            new($"{what}: insert new keys, 2 threads", table.Count / seconds / 1e6, double.NaN, "–", "M rows/s"),
        ];
        using TableRates rates = new(table);
        rows.AddRange(rates.Measure(what, one));
        rows.AddRange(rates.Measure(what, two));
        return rows;
    }

    private static void Fill(EmbeddingTable<RowWiseAdagrad> table, long rows, int batchKeys, Action<double> eachSeconds)
    {
        using NativeBuffer<float> block = new((nuint)(batchKeys * Dimension));
        MatrixView view = new(block.Pointer, batchKeys, Dimension);
        ulong[] keys = new ulong[batchKeys];
        int[] hints = new int[batchKeys];
        for (long first = 1; first <= rows; first += batchKeys)
        {
            int count = (int)Math.Min(batchKeys, rows + 1 - first);
            for (int i = 0; i < count; i++) keys[i] = (ulong)(first + i);
            long start = Stopwatch.GetTimestamp();
            table.Pull(keys.AsSpan(0, count), hints.AsSpan(0, count), view, PullMode.Training);
            eachSeconds(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    private static EmbeddingTable<RowWiseAdagrad> NewTable(RowPrecision precision, WorkerTeam team) =>
        new(new EmbeddingTableOptions { Dimension = Dimension, Precision = precision }, new RowWiseAdagrad(new()), 0.01f, team);

    /// <summary>A batch of 26 features: each with its own vocabulary of 10 to 1 M ids, drawn with probability 1 / rank.</summary>
    private static ulong[] ZipfKeys()
    {
        RandomStream random = new(7, "zipf");
        ulong[] keys = new ulong[BatchRows * BatchFields];
        for (int i = 0; i < keys.Length; i++)
        {
            int field = i % BatchFields;
            double vocabulary = Math.Pow(10, 1 + 5.0 * field / (BatchFields - 1));
            ulong rank = (ulong)Math.Pow(vocabulary, random.Uniform((ulong)i));       // inverse of the Zipf distribution, about
            keys[i] = KeyHash.Of(((ulong)(field + 1) << 32) + rank);
        }
        return keys;
    }

    private static string Threads(WorkerTeam team) => team.Threads == 1 ? "1 thread" : $"{team.Threads} threads";

    /// <summary>Memory of the process, without what earlier tables have freed but the C library has kept: reusing that would
    /// make a later table look smaller than it is.</summary>
    private static long ResidentBytes()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = TrimHeap(0);
            }
            catch (EntryPointNotFoundException)
            {
                // Another C library than glibc: it keeps less.
            }
        }
        using Process self = Process.GetCurrentProcess();
        self.Refresh();
        return self.WorkingSet64;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int TrimHeap(nuint keepBytes);
}
