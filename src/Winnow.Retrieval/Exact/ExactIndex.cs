using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>An index that looks at every vector: the answer that approximate indexes are measured by, and for some hundred thousand
/// items the fastest way for many queries at once.</summary>
/// <remarks>
/// <para>Vectors lie in groups of sixteen, element by element, so that one vector register holds one element of all sixteen. Up to
/// 256 queries share a pass over memory, eight of them a pass over the cache.</para>
/// <para>The answer is the same for any number of threads, for any width of vector unit, and whether a query comes alone or in a
/// batch: sums have one order, and ties go to the smaller id. With <see cref="ScanPrecision.Int8"/> the scan chooses candidates
/// by their bytes, and what it does not choose is not scored again: right in practice, not by proof.</para>
/// <para>Never changes once made; searches are safe from any thread, and a warm one allocates no managed memory. Dispose only when
/// none is under way.</para>
/// </remarks>
public sealed unsafe partial class ExactIndex : IDisposable
{
    private const int LeastMoreRescored = 16;

    private readonly ExactStore _store;
    private readonly ExactShape _shape;
    private readonly ExactScratchPool _scratches = new();
    private bool _disposed;

    /// <summary>Makes an index of the rows of a matrix, which is copied.</summary>
    /// <param name="version">The model that the vectors come from.</param>
    /// <param name="vectors">[n, dimension], finite; dimension in [1, 16384].</param>
    /// <param name="ids">Id of each row, at least 0, distinct; empty for the numbers of the rows.</param>
    /// <param name="metric">What is compared.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">A vector, an id or the version is not as said.</exception>
    public ExactIndex(
        ModelVersion version, MatrixView vectors, ReadOnlySpan<int> ids, VectorMetric metric, ExactIndexOptions? options = null)
    {
        options ??= new ExactIndexOptions();
        options.Validate();
        if (version.Name.Length == 0) Throw.VersionMissing();
        if (vectors.Cols is < 1 or > Quantizer.MostDimension) Throw.Option("Dimension", vectors.Cols, $"in [1, {Quantizer.MostDimension}]");
        if (!Enum.IsDefined(metric)) Throw.Option(nameof(metric), metric, "a metric of VectorMetric");
        if (ids.Length > 0 && ids.Length != vectors.Rows) Throw.IdsDiffer(ids.Length, vectors.Rows);
        int[] order = OrderById(ids, vectors.Rows);
        CheckRows(ids, vectors, order);
        Version = version;
        _shape = new ExactShape(vectors.Rows, vectors.Cols, metric, options);
        _store = new ExactStore(_shape);
        Fill(vectors, ids, order);
    }

    private ExactIndex(ModelVersion version, ExactStore store, UnverifiedFile? unverified, bool isMapped)
    {
        Version = version;
        _store = store;
        _shape = store.Shape;
        _unverified = unverified;
        IsMapped = isMapped;
    }

    /// <summary>The model that the vectors come from; queries of another are refused.</summary>
    public ModelVersion Version { get; }

    /// <summary>What is compared.</summary>
    public VectorMetric Metric => _shape.Metric;

    /// <summary>How the vectors are kept.</summary>
    public ExactIndexOptions Options => _shape.Options;

    /// <summary>Elements of a vector.</summary>
    public int Dimension => _shape.Dimension;

    /// <summary>Number of items.</summary>
    public int Count => _shape.Count;

    /// <summary>Bytes that one scan reads.</summary>
    public long ScannedBytes => _shape.ScannedBytes;

    /// <summary>Bytes of memory that the index holds; of a mapped one, those of its file that a search may touch.</summary>
    public long MemoryBytes => _shape.PartBytes.Sum();

    /// <summary>Whether the index lies in a mapped file.</summary>
    public bool IsMapped { get; }

    /// <summary>Frees the memory. No search may be under way.</summary>
    public void Dispose()
    {
        _disposed = true;
        _store.Dispose();
        _scratches.Dispose();
    }

    /// <summary>Rows in ascending order of their ids, so that a smaller position is a smaller id.</summary>
    private static int[] OrderById(ReadOnlySpan<int> ids, int rows)
    {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) order[i] = i;
        bool isAscending = true;
        for (int i = 1; i < ids.Length && isAscending; i++) isAscending = ids[i] > ids[i - 1];
        if (!isAscending) ids.ToArray().AsSpan().Sort(order.AsSpan());
        return order;
    }

    private static void CheckRows(ReadOnlySpan<int> ids, MatrixView vectors, int[] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            int row = order[i], id = ids.Length > 0 ? ids[row] : row;
            if (id < 0) Throw.IdNegative(row, id);
            if (ids.Length > 0 && i > 0 && ids[order[i - 1]] == id) Throw.IdRepeated(row, id);
            if (!VectorCheck.IsFinite(vectors.Row(row))) Throw.VectorNotFinite(row, id);
        }
    }

    private void Fill(MatrixView vectors, ReadOnlySpan<int> ids, int[] order)
    {
        float[] prepared = new float[_shape.RowFloats];
        sbyte[] bytes = new sbyte[RowKernels.PaddedBytes(Dimension)];
        for (int position = 0; position < Count; position++)
        {
            int row = order[position];
            _store.Ids[position] = ids.Length > 0 ? ids[row] : row;
            VectorCheck.Prepare(Metric, vectors.Row(row), prepared);
            if (Options.Precision == ScanPrecision.Int8) FillBytes(position, prepared, bytes);
            else FillFloats(position, prepared);
        }
    }

    private void FillFloats(int position, float[] vector)
    {
        byte* group = _store.Groups + (nint)(position / Group.Vectors) * _shape.GroupBytes;
        int lane = position % Group.Vectors;
        for (int i = 0; i < Dimension; i++)
        {
            int at = i * Group.Vectors + lane;
            if (Options.Precision == ScanPrecision.Float32) ((float*)group)[at] = vector[i];
            else ((ushort*)group)[at] = Quantizer.BFloat16(vector[i]);
        }
    }

    private void FillBytes(int position, float[] vector, sbyte[] bytes)
    {
        sbyte* group = (sbyte*)_store.Groups + (nint)(position / Group.Vectors) * _shape.GroupBytes;
        int lane = position % Group.Vectors;
        fixed (sbyte* b = bytes)
        {
            float scale = Quantizer.Bytes(vector.AsSpan(0, Dimension), b);
            _store.Scales[position] = scale;
            if (_store.Norms is not null) _store.Norms[position] = scale * scale * RowKernels.Dot(b, b, bytes.Length);
        }
        for (int i = 0; i < Dimension; i++) group[Group.ByteAt(i, lane)] = bytes[i];
        nint row = (nint)position * _shape.RowFloats;
        if (_store.Rows is not null) vector.CopyTo(new Span<float>(_store.Rows + row, _shape.RowFloats));
        if (_store.HalfRows is null) return;
        for (int i = 0; i < vector.Length; i++) _store.HalfRows[row + i] = Quantizer.BFloat16(vector[i]);
    }
}
