using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>Working memory of one exact search at a time; grown when a search needs more than any before.</summary>
internal sealed unsafe class ExactScratch : IDisposable
{
    /// <summary>Queries that share a pass over memory.</summary>
    internal const int MostQueries = 256;

    private NativeBuffer<float> _prepared = new(0), _tiles = new(0), _factors = new(0), _queryNorms = new(0), _row = new(0);
    private NativeBuffer<ulong> _heaps = new(0), _merged = new(0);
    private NativeBuffer<int> _counts = new(0);
    private int _rowFloats, _steps, _kept, _chunks;

    /// <summary>Memory for one row.</summary>
    internal float* Row => _row.Pointer;

    /// <summary>Memory for what all chunks kept of one query.</summary>
    internal ulong* Merged => _merged.Pointer;

    /// <summary>A query, prepared for the metric and padded.</summary>
    internal float* Query(int query) => _prepared.Pointer + (nint)query * _rowFloats;

    /// <summary>Eight queries from <paramref name="first"/> on, element by element; a query that comes alone, just that one.</summary>
    internal float* Tile(int first) => _tiles.Pointer + (nint)first * _steps;

    /// <summary>With int8, what the sum of products is multiplied by besides the scale of the vector.</summary>
    internal float Factor(int query) => _factors[(nuint)query];

    internal float Norm(int query) => _queryNorms[(nuint)query];

    internal ulong* Heap(int query, int chunk) => _heaps.Pointer + ((nint)query * _chunks + chunk) * _kept;

    internal ref int Count(int query, int chunk) => ref _counts[(nuint)query * (nuint)_chunks + (nuint)chunk];

    internal ReadOnlySpan<ulong> Kept(int query, int chunk) => new(Heap(query, chunk), Count(query, chunk));

    internal void Prepare(
        MatrixView queries, VectorMetric metric, ScanPrecision precision, int steps, int rowFloats, int kept, int chunks)
    {
        (_rowFloats, _steps, _kept, _chunks) = (rowFloats, steps, kept, chunks);
        int width = queries.Rows == 1 ? 1 : Group.Queries, padded = (queries.Rows + width - 1) / width * width;
        Reserve(ref _prepared, (nuint)queries.Rows * (nuint)rowFloats);
        Reserve(ref _tiles, (nuint)padded * (nuint)steps);
        Reserve(ref _factors, (nuint)padded);
        Reserve(ref _queryNorms, (nuint)padded);
        Reserve(ref _row, (nuint)Math.Max(rowFloats, steps * 2));
        Reserve(ref _heaps, (nuint)queries.Rows * (nuint)chunks * (nuint)kept);
        Reserve(ref _merged, (nuint)chunks * (nuint)kept);
        Reserve(ref _counts, (nuint)queries.Rows * (nuint)chunks);
        new Span<float>(_tiles.Pointer, padded * steps).Clear();
        for (int q = 0; q < queries.Rows; q++)
        {
            Span<float> target = new(Query(q), rowFloats);
            target[queries.Cols..].Clear();
            VectorCheck.Prepare(metric, queries.Row(q), target);
            uint* tile = (uint*)Tile(q / width * width) + q % width;
            if (precision == ScanPrecision.Int8) SpreadWords(q, queries.Cols, metric, tile, width);
            else Spread(Query(q), tile, width);
        }
    }

    public void Dispose()
    {
        foreach (NativeBuffer<float> buffer in (NativeBuffer<float>[])[_prepared, _tiles, _factors, _queryNorms, _row]) buffer.Dispose();
        _heaps.Dispose();
        _merged.Dispose();
        _counts.Dispose();
    }

    private void Spread(float* query, uint* tile, int width)
    {
        for (int i = 0; i < _steps; i++) tile[i * width] = ((uint*)query)[i];
    }

    /// <summary>Pairs of 16-bit elements, an odd last one with a zero.</summary>
    private void SpreadWords(int query, int dimension, VectorMetric metric, uint* tile, int width)
    {
        short* words = (short*)_row.Pointer;
        words[2 * _steps - 1] = 0;
        float scale = Quantizer.Query(new ReadOnlySpan<float>(Query(query), dimension), words);
        for (int i = 0; i < _steps; i++) tile[i * width] = ((uint*)words)[i];
        _factors[(nuint)query] = metric == VectorMetric.Euclidean ? 2 * scale : scale;
        _queryNorms[(nuint)query] = RowKernels.Dot(Query(query), Query(query), _rowFloats);
    }

    private static void Reserve<T>(ref NativeBuffer<T> buffer, nuint length) where T : unmanaged
    {
        if (buffer.Length >= length) return;
        NativeBuffer<T> larger = new(length, zeroed: false);
        buffer.Dispose();
        buffer = larger;
    }
}

/// <summary>Scratches between searches. Takes no lock; a search beyond the number of places brings its own.</summary>
internal sealed class ExactScratchPool : IDisposable
{
    private readonly ExactScratch?[] _places = new ExactScratch?[64];

    internal ExactScratch Take()
    {
        for (int i = 0; i < _places.Length; i++)
            if (_places[i] is not null && Interlocked.Exchange(ref _places[i], null) is { } scratch) return scratch;
        return new ExactScratch();
    }

    internal void Return(ExactScratch scratch)
    {
        for (int i = 0; i < _places.Length; i++)
            if (_places[i] is null && Interlocked.CompareExchange(ref _places[i], scratch, null) is null) return;
        scratch.Dispose();
    }

    public void Dispose()
    {
        for (int i = 0; i < _places.Length; i++) Interlocked.Exchange(ref _places[i], null)?.Dispose();
    }
}
