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

    private readonly NativeBuffer<byte> _groups;
    private readonly NativeBuffer<int> _ids;
    private readonly NativeBuffer<float> _scales, _norms, _rows;
    private readonly NativeBuffer<ushort> _halfRows;
    private readonly int _rowFloats;
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
        Options = options ?? new ExactIndexOptions();
        Options.Validate();
        if (version.Name.Length == 0) Throw.VersionMissing();
        if (vectors.Cols is < 1 or > Quantizer.MostDimension) Throw.Option("Dimension", vectors.Cols, $"in [1, {Quantizer.MostDimension}]");
        if (!Enum.IsDefined(metric)) Throw.Option(nameof(metric), metric, "a metric of VectorMetric");
        if (ids.Length > 0 && ids.Length != vectors.Rows) Throw.IdsDiffer(ids.Length, vectors.Rows);
        int[] order = OrderById(ids, vectors.Rows);
        CheckRows(ids, vectors, order);
        Version = version;
        Metric = metric;
        Dimension = vectors.Cols;
        Count = vectors.Rows;
        _rowFloats = RowKernels.PaddedFloats(Dimension);
        bool isInt8 = Options.Precision == ScanPrecision.Int8;
        nuint n = (nuint)Count, padded = (nuint)Groups * Group.Vectors;
        _groups = new((nuint)Groups * (nuint)GroupBytes);
        _ids = new(n, zeroed: false);
        _scales = new(isInt8 ? padded : 0);
        _norms = new(isInt8 && metric == VectorMetric.Euclidean ? padded : 0);
        _rows = new(isInt8 && Options.Rescoring == Rescoring.Float32 ? n * (nuint)_rowFloats : 0, zeroed: false);
        _halfRows = new(isInt8 && Options.Rescoring == Rescoring.BFloat16 ? n * (nuint)_rowFloats : 0, zeroed: false);
        Fill(vectors, ids, order);
    }

    /// <summary>The model that the vectors come from; queries of another are refused.</summary>
    public ModelVersion Version { get; }

    /// <summary>What is compared.</summary>
    public VectorMetric Metric { get; }

    /// <summary>How the vectors are kept.</summary>
    public ExactIndexOptions Options { get; }

    /// <summary>Elements of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>Bytes that one scan reads.</summary>
    public long ScannedBytes => (long)(_groups.ByteLength + _scales.ByteLength + _norms.ByteLength);

    /// <summary>Bytes of native memory that the index holds.</summary>
    public long MemoryBytes => ScannedBytes + (long)(_ids.ByteLength + _rows.ByteLength + _halfRows.ByteLength);

    private int Groups => (Count + Group.Vectors - 1) / Group.Vectors;

    private int Steps => Group.Steps(Options.Precision, Dimension);

    private int GroupBytes => Steps * Group.StepBytes(Options.Precision);

    /// <summary>Frees the memory. No search may be under way.</summary>
    public void Dispose()
    {
        _disposed = true;
        _groups.Dispose();
        _ids.Dispose();
        _scales.Dispose();
        _norms.Dispose();
        _rows.Dispose();
        _halfRows.Dispose();
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
        float[] prepared = new float[_rowFloats];
        sbyte[] bytes = new sbyte[RowKernels.PaddedBytes(Dimension)];
        for (int position = 0; position < Count; position++)
        {
            int row = order[position];
            _ids[(nuint)position] = ids.Length > 0 ? ids[row] : row;
            VectorCheck.Prepare(Metric, vectors.Row(row), prepared);
            if (Options.Precision == ScanPrecision.Int8) FillBytes(position, prepared, bytes);
            else FillFloats(position, prepared);
        }
    }

    private void FillFloats(int position, float[] vector)
    {
        byte* group = _groups.Pointer + (nint)(position / Group.Vectors) * GroupBytes;
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
        sbyte* group = (sbyte*)_groups.Pointer + (nint)(position / Group.Vectors) * GroupBytes;
        int lane = position % Group.Vectors;
        fixed (sbyte* b = bytes)
        {
            float scale = Quantizer.Bytes(vector.AsSpan(0, Dimension), b);
            _scales[(nuint)position] = scale;
            if (_norms.Length > 0) _norms[(nuint)position] = scale * scale * RowKernels.Dot(b, b, bytes.Length);
        }
        for (int i = 0; i < Dimension; i++) group[i / 2 * 2 * Group.Vectors + 2 * lane + i % 2] = bytes[i];
        if (_rows.Length > 0) vector.CopyTo(_rows.Slice((nuint)position * (nuint)_rowFloats, _rowFloats));
        if (_halfRows.Length == 0) return;
        Span<ushort> half = _halfRows.Slice((nuint)position * (nuint)_rowFloats, _rowFloats);
        for (int i = 0; i < half.Length; i++) half[i] = Quantizer.BFloat16(vector[i]);
    }
}
