using System.Runtime.Intrinsics;
using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>RᵀR, what each two items have in common: dense where most pairs of items share users, else sparse.</summary>
internal sealed unsafe class GramRows : IDisposable
{
    private const int DenseFromShare = 8;

    private readonly NativeBuffer<float>? _dense;
    private readonly CsrMatrix? _sparse;
    private readonly int _stride;

    internal GramRows(Interactions train, FitContext context)
    {
        Items = train.Items.Count;
        Diagonal = new float[Items];
        foreach (float value in train.ByUser.Values) HasNegative |= value < 0;
        double pairs = 0;
        for (int user = 0; user < train.ByUser.Rows; user++) pairs += (double)train.ByUser.RowLength(user) * train.ByUser.RowLength(user);
        if (pairs * DenseFromShare < (double)Items * Items)
        {
            CsrMatrix byItem = train.ByItem;
            _sparse = SparseTopK.Product(byItem, train.ByUser, Math.Max(1, Items), default(Same), skipDiagonal: false, context.Team, cancel: context.Cancel);
            for (int item = 0; item < Items; item++) Diagonal[item] = ValueAt(item, item);
            return;
        }
        _stride = (Items + Vector512<float>.Count - 1) / Vector512<float>.Count * Vector512<float>.Count;
        _dense = new NativeBuffer<float>((nuint)Items * (nuint)_stride);
        SparseGram.Multiply(train.ByItem, train.ByUser, new MatrixView(_dense.Pointer, Items, Items, _stride), context.Team, context.Cancel);
        for (int item = 0; item < Items; item++) Diagonal[item] = _dense.Pointer[(nint)item * _stride + item];
    }

    internal int Items { get; }

    /// <summary>Whether an interaction is negative: then items without anything in common may gain a coefficient after all.</summary>
    internal bool HasNegative { get; }

    internal float[] Diagonal { get; }

    public void Dispose() => _dense?.Dispose();

    /// <summary>target += factor · row; target has room for a whole number of vectors.</summary>
    internal void Add(int item, float factor, float* target)
    {
        if (_sparse is null)
        {
            AddScaled(_dense!.Pointer + (nint)item * _stride, factor, target, _stride);
            return;
        }
        ReadOnlySpan<int> columns = _sparse.Row(item);
        ReadOnlySpan<float> values = _sparse.RowValues(item);
        for (int i = 0; i < columns.Length; i++) target[columns[i]] += factor * values[i];
    }

    /// <summary>target[k] = element (columns[first], columns[k]) for k from <paramref name="first"/> on.</summary>
    /// <param name="columns">Items, ascending.</param>
    /// <param name="first">Which of them is the row.</param>
    /// <param name="place">Of each item its place in <paramref name="columns"/>, or −1.</param>
    /// <param name="target">Where the elements go, all zero.</param>
    internal void Gather(ReadOnlySpan<int> columns, int first, int* place, float* target)
    {
        int item = columns[first];
        if (_sparse is null)
        {
            float* row = _dense!.Pointer + (nint)item * _stride;
            for (int k = first; k < columns.Length; k++) target[k] = row[columns[k]];
            return;
        }
        ReadOnlySpan<int> rowColumns = _sparse.Row(item);
        ReadOnlySpan<float> values = _sparse.RowValues(item);
        for (int i = rowColumns.BinarySearch(item); i < rowColumns.Length; i++)
            if (place[rowColumns[i]] >= 0) target[place[rowColumns[i]]] = values[i];
    }

    /// <summary>target += factor · x over n floats, n a whole number of vectors.</summary>
    internal static void AddScaled(float* x, float factor, float* target, int n)
    {
        Vector512<float> factors = Vector512.Create(factor);
        for (int i = 0; i < n; i += Vector512<float>.Count)
            Vector512.MultiplyAddEstimate(factors, Vector512.Load(x + i), Vector512.Load(target + i)).Store(target + i);
    }

    private float ValueAt(int row, int column)
    {
        int at = _sparse!.Row(row).BinarySearch(column);
        return at < 0 ? 0 : _sparse.RowValues(row)[at];
    }

    private readonly struct Same : IProductFormula
    {
        public void Begin(int row)
        {
        }

        public double Apply(double product, int column) => product;
    }
}
