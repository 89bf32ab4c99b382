using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>A table with managed arrays at its door, for tests.</summary>
internal sealed unsafe class TestTable(EmbeddingTableOptions options, SparseOptimizerOptions optimizer, WorkerTeam? team = null) : IDisposable
{
    internal IEmbeddingTable Table { get; } = EmbeddingTables.Create(options, optimizer, team ?? WorkerTeam.Single);

    internal float[][] Pull(ulong[] keys, PullMode mode = PullMode.Scoring, int[]? hints = null)
    {
        float[] block = new float[keys.Length * options.Dimension];
        fixed (float* data = block)
            Table.Pull(keys, hints ?? (mode == PullMode.Training ? new int[keys.Length] : []), new MatrixView(data, keys.Length, options.Dimension), mode);
        return [.. block.Chunk(options.Dimension)];
    }

    internal int Push(ulong[] keys, float[][] gradients, int[]? hints = null)
    {
        float[] block = [.. gradients.SelectMany(g => g)];
        fixed (float* data = block)
            return Table.Push(keys, hints ?? [], new MatrixView(data, keys.Length, options.Dimension));
    }

    /// <summary>Pull, push, advance.</summary>
    internal float[][] Train(ulong[] keys, float[][] gradients)
    {
        int[] hints = new int[keys.Length];
        float[][] rows = Pull(keys, PullMode.Training, hints);
        Push(keys, gradients, hints);
        Table.Advance();
        return rows;
    }

    internal byte[] Save()
    {
        using MemoryStream stream = new();
        Table.Save(stream);
        return stream.ToArray();
    }

    internal byte[] SaveDelta(SnapshotCut since)
    {
        using MemoryStream stream = new();
        Table.SaveDelta(stream, since);
        return stream.ToArray();
    }

    internal SnapshotCut Cut() => Table.Save(Stream.Null);

    internal SnapshotCut Load(byte[] snapshot) => Table.Load(new MemoryStream(snapshot), "full.bin");

    internal SnapshotCut LoadDelta(byte[] delta) => Table.LoadDelta(new MemoryStream(delta), "delta.bin");

    public void Dispose() => Table.Dispose();

    internal static float[][] Gradients(Random random, int count, int dimension) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f).ToArray())];
}
