using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store;
using Winnow.Store.Local;

namespace Winnow.Benchmarks;

/// <summary>One Redis node with the module: rates beside plain Redis strings of the same size, memory beside a table in process, pauses of a
/// background save beside those of plain Redis that holds as much.</summary>
internal sealed partial class StoreNodeBenchmark : IBenchmark
{
    private const int Dimension = 16, RowBytes = Dimension * sizeof(float);
    private const int Variants = 64, FillKeys = 65_536;
    private const double RoundSeconds = 0.1;
    private const int RoundCount = 40;

    public string Name => "store-node";

    public string Summary =>
        "One Redis node with the module beside plain Redis strings of the same bytes; memory beside a table in process. Rates are those of the best tenth of short rounds. WINNOW_NODE_ROWS sets the size.";

    private static int Rows => int.TryParse(Environment.GetEnvironmentVariable("WINNOW_NODE_ROWS"), out int rows) ? rows : 2_000_000;

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("winnow-node-");
        try
        {
            using LocalNode node = Start(folder, "module", ModuleFile.Find());
            long empty = Resident(node);
            Fill(node);
            foreach (BenchmarkRow row in Memory(node, empty)) yield return row;
            progress("store-node: memory measured");
            foreach (int keys in (int[])[1024, 4096])
                foreach (BenchmarkRow row in Rates(node, keys)) yield return row;
            progress("store-node: rates measured");
            using LocalNode plain = Start(folder, "plain", null);
            foreach (BenchmarkRow row in Saves(node, plain)) yield return row;
            progress("store-node: background saves measured");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static LocalNode Start(DirectoryInfo folder, string name, string? module) =>
        LocalNode.Start(new LocalNodeOptions { Directory = Path.Combine(folder.FullName, name), Module = module });

    private static void Fill(LocalNode node)
    {
        using RedisConnection connection = node.Connect();
        connection.Execute(RedisCommand.Of("WINNOW.TABLE.CREATE", "t", "NAME", "bench", "DIM", "16", "OPTIMIZER", "rowwise-adagrad", "RATE", "0.01"));
        ulong[] keys = new ulong[FillKeys];
        byte[] gradients = new byte[FillKeys * RowBytes];
        RedisCommand command = new();
        for (int first = 0; first < Rows; first += FillKeys)
        {
            int count = Math.Min(FillKeys, Rows - first);
            for (int i = 0; i < count; i++) keys[i] = (ulong)(first + i + 1);
            connection.Execute(command.Start("WINNOW.TABLE.PUSH", 7).Text("t").Number(1L).Number((long)(first / FillKeys)).Number(1L).Number(0.01f)
                .Bytes(MemoryMarshal.AsBytes(keys.AsSpan(0, count))).Bytes(gradients.AsSpan(0, count * RowBytes)));
        }
    }

    private static unsafe BenchmarkRow[] Memory(LocalNode node, long empty)
    {
        using EmbeddingTable<RowWiseAdagrad> table = new(new EmbeddingTableOptions { Dimension = Dimension }, new RowWiseAdagrad(new()), 0.01f, WorkerTeam.Single);
        using NativeBuffer<float> block = new(FillKeys * Dimension);
        MatrixView view = new(block.Pointer, FillKeys, Dimension);
        ulong[] keys = new ulong[FillKeys];
        int[] hints = new int[FillKeys];
        for (int first = 0; first < Rows; first += FillKeys)
        {
            int count = Math.Min(FillKeys, Rows - first);
            for (int i = 0; i < count; i++) keys[i] = (ulong)(first + i + 1);
            table.Pull(keys.AsSpan(0, count), hints.AsSpan(0, count), view, PullMode.Training);
        }
        double inProcess = table.Memory.TotalBytes / (double)Rows;
        long told = node.Execute("MEMORY", "USAGE", "t").Integer;
        return
        [
            new($"growth of the server with {Rows:N0} rows of 16 floats", (Resident(node) - empty) / (double)Rows, inProcess, "table in process", "B/row", LessIsBetter: true),
            new("MEMORY USAGE of that table", told / (double)Rows, inProcess, "table in process", "B/row", LessIsBetter: true),
        ];
    }

    private static IEnumerable<BenchmarkRow> Rates(LocalNode node, int keys)
    {
        int bytes = keys * RowBytes;
        node.Execute("SET", "s", new string('x', bytes));
        ulong[][] batches = Batches(keys);
        byte[] gradients = new byte[bytes];
        byte[][] pulls = [.. batches.Select(b => NodeLoad.Request("WINNOW.TABLE.PULL", "t", 1, 0, MemoryMarshal.AsBytes(b.AsSpan()).ToArray()))];
        const string Position = "000000000000";
        byte[][] pushes = [.. batches.Select(b => NodeLoad.Request("WINNOW.TABLE.PUSH", "t", keys, Position, 1, "0.01", MemoryMarshal.AsBytes(b.AsSpan()).ToArray(), gradients))];
        using NodeLoad get = new(node.Port, [NodeLoad.Request("GET", "s")]), pull = new(node.Port, pulls);
        using NodeLoad set = new(node.Port, [NodeLoad.Request("SET", "s", gradients)]);
        using NodeLoad push = new(node.Port, pushes, pushes[0].AsSpan().IndexOf("000000000000"u8));
        long collections = Collections(node);
        double[] rates = Undisturbed(() => get.Measure(RoundSeconds), () => pull.Measure(RoundSeconds),
            () => RedisBenchmark(node, "get", "s"), () => set.Measure(RoundSeconds), () => push.Measure(RoundSeconds));
        string size = $"{keys:N0} random rows, {bytes / 1024} KiB";
        yield return new($"pull {size}", rates[1] * bytes / 1e6, rates[0] * bytes / 1e6, "GET of as many bytes", "MB/s");
        yield return new($"pull {size}", rates[1] * bytes / 1e6, rates[2] * bytes / 1e6, "GET of as many bytes by redis-benchmark -c 8", "MB/s");
        yield return new($"push {size}, row-wise Adagrad", rates[4] * bytes / 1e6, rates[3] * bytes / 1e6, "SET of as many bytes", "MB/s");
        yield return new($"push {size}, row-wise Adagrad", rates[4] * keys / 1e6, 5, "goal: 5 M rows/s", "M rows/s");
        yield return new($"collections of the server's runtime during these rounds", Collections(node) - collections, double.NaN, "–", "");
    }

    /// <summary>Rates of contestants that take turns: what each reaches in the best tenth of its short rounds, so that other processes of the
    /// machine, which take from client and server what they need, take from none of these figures.</summary>
    private static double[] Undisturbed(params ReadOnlySpan<Func<double>> contestants)
    {
        double[][] rates = new double[contestants.Length][];
        for (int i = 0; i < rates.Length; i++) rates[i] = new double[RoundCount];
        for (int round = -1; round < RoundCount; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                double rate = contestants[i]();
                if (round >= 0) rates[i][round] = rate;
            }
        }
        return [.. rates.Select(r => r.Order().ElementAt(RoundCount * 9 / 10))];
    }

    private static ulong[][] Batches(int keys)
    {
        RandomStream random = new(1, "store-node");
        ulong draw = 0;
        ulong[][] batches = new ulong[Variants][];
        for (int i = 0; i < Variants; i++)
        {
            HashSet<ulong> batch = [];
            while (batch.Count < keys) batch.Add(1 + random.UInt64(draw++) % (ulong)Rows);
            batches[i] = [.. batch];
        }
        return batches;
    }

    private static double RedisBenchmark(LocalNode node, params string[] command)
    {
        ProcessStartInfo start = new("redis-benchmark", ["-p", node.Port.ToString(CultureInfo.InvariantCulture), "-c", "8", "-n", "2000", "--csv", .. command]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string last = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        process.WaitForExit();
        return double.Parse(last.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }

    private static long Collections(LocalNode node) => long.Parse(node.Info("winnow_collections")!, CultureInfo.InvariantCulture);

    /// <summary>Memory of the process, without what its allocator would give back within seconds.</summary>
    private static long Resident(LocalNode node)
    {
        node.Execute("MEMORY", "PURGE");
        using Process process = Process.GetProcessById(node.ProcessId);
        return process.WorkingSet64;
    }
}
