using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Some rows ready for a model: keys, numbers and labels in native memory that is reused from batch to batch.</summary>
/// <remarks>
/// Feature f is <see cref="FeatureSchema.IdFeatures"/>[f], dense column d is <see cref="FeatureSchema.DenseFeatures"/>[d].
/// The cell of row r and feature f holds the keys [Offsets[r·features + f], Offsets[r·features + f + 1]); without offsets it
/// holds the one key r·features + f. Key 0 means "no key". How keys are made is told at <see cref="FeatureKey"/>.
/// Spans and pointers are valid until the batch is filled again or disposed. Not thread-safe.
/// </remarks>
public sealed unsafe class Batch : IDisposable
{
    private readonly NativeList<ulong> _keys = new(), _groups = new();
    private readonly NativeList<int> _offsets = new(), _rowStarts = new();
    private readonly NativeList<float> _keyWeights = new(), _dense = new(), _labels = new(), _weights = new();
    private readonly NativeList<long> _times = new();

    /// <summary>Makes an empty batch.</summary>
    /// <param name="layout">Its shape, that of the schema: <see cref="FeatureSchema.Layout"/>.</param>
    public Batch(BatchLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
    }

    /// <summary>The shape.</summary>
    public BatchLayout Layout { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Number of keys in all cells together: rows · features unless the layout is jagged.</summary>
    public int Occurrences => (int)_keys.Count;

    /// <summary>Keys, row-major by (row, feature, position), shape [occurrences].</summary>
    public Span<ulong> Keys => _keys.Span;

    /// <summary>Where each cell starts among the keys, shape [rows · features + 1]; empty if every cell has exactly one key.</summary>
    public Span<int> Offsets => _offsets.Span;

    /// <summary>Weight of each key, shape [occurrences]; empty if the layout has none (all weights are 1).</summary>
    public Span<float> KeyWeights => _keyWeights.Span;

    /// <summary>Numbers, shape [rows, dense], no gaps.</summary>
    public MatrixView Dense => new(_dense.Pointer, Rows, Layout.Dense);

    /// <summary>Labels, shape [rows]; NaN where a row to be scored has none.</summary>
    public Span<float> Labels => _labels.Span;

    /// <summary>Row weights, shape [rows]; empty if the layout has none (all weights are 1).</summary>
    public Span<float> Weights => _weights.Span;

    /// <summary>Group of each row as a hash of its text, shape [rows], 0 = missing; empty if the layout has none.</summary>
    public Span<ulong> Groups => _groups.Span;

    /// <summary>Time of each row in the unit of the file, Unix seconds for dates, shape [rows]; empty if the layout has none.</summary>
    public Span<long> Times => _times.Span;

    /// <summary>The first key; see <see cref="Keys"/>.</summary>
    public ulong* KeysPointer => _keys.Pointer;

    /// <summary>The first offset, or null if every cell has exactly one key; see <see cref="Offsets"/>.</summary>
    public int* OffsetsPointer => Layout.Jagged ? _offsets.Pointer : null;

    /// <summary>The first key weight, or null if the layout has none; see <see cref="KeyWeights"/>.</summary>
    public float* KeyWeightsPointer => Layout.HasKeyWeights ? _keyWeights.Pointer : null;

    /// <summary>The first label; see <see cref="Labels"/>.</summary>
    public float* LabelsPointer => _labels.Pointer;

    /// <summary>The first row weight, or null if the layout has none; see <see cref="Weights"/>.</summary>
    public float* WeightsPointer => Layout.HasWeights ? _weights.Pointer : null;

    /// <summary>The keys of one cell.</summary>
    /// <param name="row">Row, 0-based.</param>
    /// <param name="feature">Id feature, 0-based.</param>
    public Span<ulong> Cell(int row, int feature)
    {
        int cell = CellIndex(row, feature);
        return Layout.Jagged ? Keys[Offsets[cell]..Offsets[cell + 1]] : Keys.Slice(cell, 1);
    }

    /// <summary>The key weights of one cell; empty if the layout has none.</summary>
    /// <param name="row">Row, 0-based.</param>
    /// <param name="feature">Id feature, 0-based.</param>
    public Span<float> CellWeights(int row, int feature)
    {
        int cell = CellIndex(row, feature);
        return Layout.HasKeyWeights ? KeyWeights[Offsets[cell]..Offsets[cell + 1]] : [];
    }

    /// <summary>Forgets all rows; the memory stays.</summary>
    public void Clear() => Resize(0, 0);

    /// <summary>Sets the number of rows and keys. Contents are unspecified, except that the first offset is 0.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="occurrences">Number of keys; rows · features unless the layout is jagged.</param>
    /// <exception cref="ArgumentException">A layout that is not jagged was given another number of keys.</exception>
    public void Resize(int rows, int occurrences)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(occurrences);
        if (!Layout.Jagged && occurrences != (long)rows * Layout.Features)
            throw new ArgumentException($"{rows} rows of {Layout.Features} features have {(long)rows * Layout.Features} keys, not {occurrences}.", nameof(occurrences));
        Rows = rows;
        ResizeKeys(occurrences);
        if (Layout.Jagged) *_offsets.Resize((long)rows * Layout.Features + 1) = 0;
        _dense.Resize((long)rows * Layout.Dense);
        _labels.Resize(rows);
        if (Layout.HasWeights) _weights.Resize(rows);
        if (Layout.HasGroups) _groups.Resize(rows);
        if (Layout.HasTimes) _times.Resize(rows);
    }

    /// <summary>Appends the rows [<paramref name="first"/>, <paramref name="first"/> + <paramref name="count"/>) of another batch.</summary>
    /// <param name="source">A batch of the same layout; not this one.</param>
    /// <param name="first">First row.</param>
    /// <param name="count">Number of rows.</param>
    public void Append(Batch source, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Layout != Layout || ReferenceEquals(source, this)) throw new ArgumentException("Rows can be appended from another batch of the same layout only.", nameof(source));
        if (first < 0 || count < 0 || first > source.Rows - count) throw new ArgumentOutOfRangeException(nameof(first), first, $"Rows [{first}, {first} + {count}) must lie inside [0, {source.Rows}).");
        int row = Rows, key = Occurrences, firstCell = first * Layout.Features, cells = count * Layout.Features;
        int firstKey = Layout.Jagged ? source._offsets.Pointer[firstCell] : firstCell;
        int keys = (Layout.Jagged ? source._offsets.Pointer[firstCell + cells] : firstCell + cells) - firstKey;
        Resize(row + count, key + keys);
        for (int c = 0; Layout.Jagged && c <= cells; c++)
            _offsets.Pointer[row * Layout.Features + c] = source._offsets.Pointer[firstCell + c] - firstKey + key;
        Copy(source._keys, firstKey, _keys, key, keys);
        if (Layout.HasKeyWeights) Copy(source._keyWeights, firstKey, _keyWeights, key, keys);
        Copy(source._dense, first * Layout.Dense, _dense, row * Layout.Dense, count * Layout.Dense);
        Copy(source._labels, first, _labels, row, count);
        if (Layout.HasWeights) Copy(source._weights, first, _weights, row, count);
        if (Layout.HasGroups) Copy(source._groups, first, _groups, row, count);
        if (Layout.HasTimes) Copy(source._times, first, _times, row, count);
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _keys.Dispose();
        _groups.Dispose();
        _offsets.Dispose();
        _rowStarts.Dispose();
        _keyWeights.Dispose();
        _dense.Dispose();
        _labels.Dispose();
        _weights.Dispose();
        _times.Dispose();
    }

    /// <summary>Makes room for keys while a jagged batch is being filled; the offsets are left alone.</summary>
    internal void ResizeKeys(int occurrences)
    {
        _keys.Resize(occurrences);
        if (Layout.HasKeyWeights) _keyWeights.Resize(occurrences);
    }

    /// <summary>Scratch for the first key of each row while a jagged batch is being unpacked.</summary>
    internal int* RowStarts(int rows) => _rowStarts.Resize(rows);

    internal float* DensePointer => _dense.Pointer;

    /// <summary>Takes the marked rows out; the others move up and keep their order.</summary>
    internal void RemoveRows(RowMarks marks)
    {
        int kept = 0, keys = 0, features = Layout.Features;
        for (int row = 0; row < Rows; row++)
        {
            if (marks[row]) continue;
            int first = Layout.Jagged ? _offsets.Pointer[row * features] : row * features;
            int end = Layout.Jagged ? _offsets.Pointer[(row + 1) * features] : first + features;
            for (int f = 0; Layout.Jagged && f < features; f++)
                _offsets.Pointer[kept * features + f] = _offsets.Pointer[row * features + f] - first + keys;
            Copy(_keys, first, _keys, keys, end - first);
            if (Layout.HasKeyWeights) Copy(_keyWeights, first, _keyWeights, keys, end - first);
            Copy(_dense, row * Layout.Dense, _dense, kept * Layout.Dense, Layout.Dense);
            Copy(_labels, row, _labels, kept, 1);
            if (Layout.HasWeights) Copy(_weights, row, _weights, kept, 1);
            if (Layout.HasGroups) Copy(_groups, row, _groups, kept, 1);
            if (Layout.HasTimes) Copy(_times, row, _times, kept, 1);
            kept++;
            keys += end - first;
        }
        Resize(kept, keys);
        if (Layout.Jagged) _offsets.Pointer[kept * features] = keys;
    }

    private int CellIndex(int row, int feature)
    {
        if ((uint)row >= (uint)Rows || (uint)feature >= (uint)Layout.Features)
            throw new ArgumentOutOfRangeException(nameof(row), $"Cell ({row}, {feature}) must lie inside {Rows} rows × {Layout.Features} features.");
        return row * Layout.Features + feature;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(NativeList<T> from, int first, NativeList<T> to, int at, int count) where T : unmanaged =>
        new ReadOnlySpan<T>(from.Pointer + first, count).CopyTo(new Span<T>(to.Pointer + at, count));
}
