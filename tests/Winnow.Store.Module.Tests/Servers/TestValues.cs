using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store.Module.Tests;

/// <summary>Values to put on servers, the same everywhere.</summary>
internal static unsafe class TestValues
{
    public const int Dimension = 6;

    public static TableShardOptions Table { get; } = new()
    {
        Table = new EmbeddingTableOptions { Name = "films", Dimension = Dimension, Seed = 5, InitialScale = 0.1f, AdmissionThreshold = 2, TimeToLive = 40, StepsPerTick = 2 },
        Optimizer = new SparseOptimizerOptions { Algorithm = SparseAlgorithm.LazyAdam },
    };

    public static DenseBlockOptions Dense { get; } = new() { Name = "tower.0.weight", Length = 5, Optimizer = new AdamWOptimizer { WeightDecay = 0.1f } };

    /// <summary>Makes a shard.</summary>
    public static void Create(ModuleServer server, string key, TableShardOptions options) =>
        server.Do(["WINNOW.TABLE.CREATE", key, .. OptionWords.Of(options).SelectMany(w => new object[] { w.Key, w.Value })]);

    /// <summary>Makes a dense block of ones.</summary>
    public static void Create(ModuleServer server, string key, DenseBlockOptions options) =>
        server.Do(["WINNOW.DENSE.CREATE", key, .. OptionWords.Of(options).SelectMany(w => new object[] { w.Key, w.Value }),
            "VALUES", ModuleServer.Blob<float>([.. Enumerable.Repeat(1f, options.Length)])]);

    /// <summary>Sends the updates of a seeded run to a shard; positions [first, end).</summary>
    public static void Push(ModuleServer server, string key, int first, int end, int parts = 1)
    {
        for (int position = first; position < end; position++)
        {
            (ulong[] keys, float[] gradients) = Update(position);
            long outcome = server.Call("WINNOW.TABLE.PUSH", key, 77, position, parts, "0.05", ModuleServer.Blob<ulong>(keys), ModuleServer.Blob<float>(gradients)).Integer;
            Assert.Equal(parts == 1 || position % parts == parts - 1 ? 1 : 2, outcome);
        }
    }

    /// <summary>Sends the same updates to a shard in this process.</summary>
    public static void Push(TableShard shard, int first, int end, int parts = 1)
    {
        for (int position = first; position < end; position++)
        {
            (ulong[] keys, float[] gradients) = Update(position);
            fixed (float* g = gradients)
                shard.Push(new UpdateTag(77, position, parts, 0.05f), keys, new MatrixView(g, keys.Length, Dimension), default, out _);
        }
    }

    /// <summary>A shard, a dense block and a queue with something of everything in them: rows, waiting keys, parts of an unfinished step, leases.</summary>
    public static void Fill(ModuleServer server)
    {
        Create(server, "table", Table);
        Push(server, "table", 0, 30);
        Create(server, "parts", Table);
        Push(server, "parts", 0, 11, parts: 4);
        Create(server, "dense", Dense);
        for (int position = 0; position < 5; position++)
            server.Call("WINNOW.DENSE.PUSH", "dense", 77, position, 2, "0.1", ModuleServer.Blob<float>(1, -1, position, 0, 2));
        server.Do("WINNOW.QUEUE.CREATE", "queue", "PARTS", 2, "STALENESS", 3);
        server.Do("WINNOW.QUEUE.OPEN", "queue", 100, "0.5");
        for (int i = 0; i < 6; i++) server.Call("WINNOW.QUEUE.LEASE", "queue", $"worker-{i % 3}", 60_000);
        server.Call("WINNOW.QUEUE.COMPLETE", "queue", "worker-1", 1, "0.25", 10);
        server.Call("WINNOW.QUEUE.LEAVE", "queue", "worker-2");
    }

    /// <summary>Keys <see cref="Fill"/> makes.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["table", "parts", "dense", "queue"];

    /// <summary>DEBUG DIGEST-VALUE of these keys.</summary>
    public static string[] Digests(ModuleServer server) => [.. Keys.Select(server.Digest)];

    private static (ulong[] Keys, float[] Gradients) Update(int position)
    {
        Random random = new(1000 + position);
        ulong[] keys = [.. Enumerable.Range(0, 40).Select(_ => (ulong)random.Next(1, 200)).Distinct()];
        float[] gradients = [.. Enumerable.Range(0, keys.Length * Dimension).Select(_ => random.NextSingle() - 0.5f)];
        return (keys, gradients);
    }
}
