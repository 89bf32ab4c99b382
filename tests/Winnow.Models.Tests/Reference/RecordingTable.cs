using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models.Tests;

/// <summary>A table whose rows are plain numbers one may change, and which remembers the gradients pushed to it.</summary>
internal sealed class RecordingTable(TableSpec spec) : IEmbeddingTable
{
    public Dictionary<ulong, double[]> Rows { get; } = [];

    public Dictionary<ulong, double[]> Gradients { get; } = [];

    public string Name => spec.Name;

    public int Dimension => spec.Width;

    public long Count => Rows.Count;

    public long Step { get; private set; }

    public float LearningRate { get; set; } = 1;

    public TableCounters Counters => default!;

    public TableMemory Memory => default!;

    public void Pull(ReadOnlySpan<ulong> distinctKeys, Span<int> hints, MatrixView rows, PullMode mode)
    {
        for (int i = 0; i < distinctKeys.Length; i++)
            for (int c = 0; c < Dimension; c++) rows[i, c] = distinctKeys[i] == 0 ? 0 : (float)RowOf(distinctKeys[i])[c];
        for (int i = 0; i < hints.Length; i++) hints[i] = i;
    }

    public int Push(ReadOnlySpan<ulong> distinctKeys, ReadOnlySpan<int> hints, MatrixView gradients)
    {
        int bad = -1;
        for (int i = 0; i < distinctKeys.Length; i++)
        {
            Assert.Equal(i, hints[i]);
            double[] gradient = [.. gradients.Row(i).ToArray().Select(g => (double)g)];
            if (bad < 0 && gradient.Any(g => !double.IsFinite(g))) bad = i;
            Assert.True(Gradients.TryAdd(distinctKeys[i], gradient));
        }
        return bad;
    }

    public void Advance() => Step++;

    public bool Contains(ulong key) => Rows.ContainsKey(key);

    public bool TryFindNonFinite(out ulong key)
    {
        key = 0;
        return false;
    }

    public SnapshotCut Save(Stream target) => throw new NotSupportedException();

    public SnapshotCut SaveDelta(Stream target, SnapshotCut since) => throw new NotSupportedException();

    public SnapshotCut Load(Stream source, string path) => throw new NotSupportedException();

    public SnapshotCut LoadDelta(Stream source, string path) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    /// <summary>Numbers that depend on the key only and are exact in float; made on first use.</summary>
    private double[] RowOf(ulong key)
    {
        if (Rows.TryGetValue(key, out double[]? row)) return row;
        Random rng = new((int)(key % 1_000_003));
        row = [.. Enumerable.Range(0, Dimension).Select(_ => (double)(float)(rng.NextDouble() - 0.5))];
        Rows[key] = row;
        return row;
    }
}
