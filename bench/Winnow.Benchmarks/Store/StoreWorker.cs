using System.Diagnostics;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store;

namespace Winnow.Benchmarks;

/// <summary>One worker of a parameter store: its own connections, its own batches of distinct keys in the order in which <see cref="DistinctKeys"/>
/// gives them.</summary>
internal sealed unsafe class StoreWorker : IDisposable
{
    private readonly IParameterStore _store;
    private readonly ulong[][] _batches;
    private readonly NativeBuffer<float> _rows;
    private readonly ulong _source;
    private readonly int _dimension;
    private long _position;
    private int _next;

    internal StoreWorker(IParameterStore store, long tableRows, int batchKeys, int batches, int number, int dimension)
    {
        _store = store;
        _dimension = dimension;
        _source = (ulong)(Stopwatch.GetTimestamp() + number);
        _batches = Batches(tableRows, batchKeys, batches, number);
        _rows = new((nuint)batchKeys * (nuint)dimension);
        for (nuint i = 0; i < _rows.Length; i++) _rows[i] = (i % 7 - 3f) * 1e-3f;
    }

    internal ReadOnlySpan<ulong> NextBatch() => _batches[_next++ % _batches.Length];

    /// <summary>Pulls a batch; its bytes.</summary>
    internal long Pull()
    {
        ReadOnlySpan<ulong> keys = NextBatch();
        _store.Tables[0].Pull(keys, Rows(keys.Length), 0, 0);
        return keys.Length * (long)_dimension * sizeof(float);
    }

    /// <summary>Pushes a batch; its rows.</summary>
    internal long Push()
    {
        ReadOnlySpan<ulong> keys = NextBatch();
        if (_store.Tables[0].Push(new(_source, _position++, 1, 0.01f), keys, Rows(keys.Length), default) >= 0) throw new InvalidOperationException("A gradient is not finite.");
        return keys.Length;
    }

    internal MatrixView Rows(int count) => new(_rows.Pointer, count, _dimension);

    /// <summary>Batches of distinct keys out of 1 … <paramref name="tableRows"/>.</summary>
    internal static ulong[][] Batches(long tableRows, int batchKeys, int batches, int number)
    {
        using WorkerTeam team = new(1);
        using DistinctKeys distinct = new();
        ulong[][] result = new ulong[batches][];
        for (int b = 0; b < batches; b++)
        {
            RandomStream random = new((ulong)b, $"store benchmark/{number}");
            HashSet<ulong> keys = new(batchKeys);
            for (ulong draw = 0; keys.Count < batchKeys; draw++) keys.Add(1 + random.UInt64(draw) % (ulong)tableRows);
            distinct.Reduce([.. keys], team);
            result[b] = distinct.Keys.ToArray();
        }
        return result;
    }

    public void Dispose()
    {
        _store.Dispose();
        _rows.Dispose();
    }
}
