using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Winnow.Numerics;

/// <summary>A float32 matrix in native memory that belongs to somebody else: row-major, rows <see cref="Stride"/> apart.</summary>
/// <remarks>A value: copying it copies the view. It must not outlive the buffer or arena behind it.</remarks>
public readonly unsafe struct MatrixView
{
    /// <summary>A view of <paramref name="rows"/> × <paramref name="cols"/> floats without gaps between rows.</summary>
    public MatrixView(float* data, int rows, int cols) : this(data, rows, cols, cols)
    {
    }

    /// <summary>A view of <paramref name="rows"/> × <paramref name="cols"/> floats.</summary>
    /// <param name="data">Element (0, 0).</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="cols">Number of columns, at least 0.</param>
    /// <param name="stride">Distance between the starts of neighbouring rows in floats, at least <paramref name="cols"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or the stride below the columns.</exception>
    public MatrixView(float* data, int rows, int cols, nint stride)
    {
        if (rows < 0 || cols < 0 || stride < cols) Throw.MatrixShape(rows, cols, stride);
        Data = data;
        Rows = rows;
        Cols = cols;
        Stride = stride;
    }

    /// <summary>Element (0, 0).</summary>
    public float* Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Cols { get; }

    /// <summary>Distance between the starts of neighbouring rows, in floats.</summary>
    public nint Stride { get; }

    /// <summary>Number of elements.</summary>
    public long Count => (long)Rows * Cols;

    /// <summary>Whether the elements lie in one piece.</summary>
    public bool IsContiguous => Stride == Cols || Rows <= 1;

    /// <summary>Element (<paramref name="row"/>, <paramref name="col"/>), unchecked in Release.</summary>
    public ref float this[int row, int col]
    {
        get
        {
            Debug.Assert((uint)row < (uint)Rows && (uint)col < (uint)Cols);
            return ref Data[row * Stride + col];
        }
    }

    /// <summary>The start of one row, unchecked in Release.</summary>
    public float* RowPointer(int row)
    {
        Debug.Assert((uint)row <= (uint)Rows);
        return Data + row * Stride;
    }

    /// <summary>One row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<float> Row(int row)
    {
        if ((uint)row >= (uint)Rows) Throw.MatrixPartOutOfRange("Row", row, 1, Rows);
        return new Span<float>(Data + row * Stride, Cols);
    }

    /// <summary>The columns [<paramref name="first"/>, <paramref name="first"/> + <paramref name="count"/>) of all rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all inside.</exception>
    public MatrixView Columns(int first, int count)
    {
        if (first < 0 || count < 0 || first > Cols - count) Throw.MatrixPartOutOfRange("Columns", first, count, Cols);
        return new(Data + first, Rows, count, Stride);
    }

    /// <summary>The rows [<paramref name="first"/>, <paramref name="first"/> + <paramref name="count"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all inside.</exception>
    public MatrixView RowRange(int first, int count)
    {
        if (first < 0 || count < 0 || first > Rows - count) Throw.MatrixPartOutOfRange("Rows", first, count, Rows);
        return new(Data + first * Stride, count, Cols, Stride);
    }

    /// <summary>Sets every element to zero; gaps between rows are left alone.</summary>
    public void Clear()
    {
        if (IsContiguous)
        {
            NativeMemory.Clear(Data, (nuint)Count * sizeof(float));
            return;
        }
        for (int r = 0; r < Rows; r++) new Span<float>(Data + r * Stride, Cols).Clear();
    }

    /// <summary>Copies the elements into <paramref name="target"/> of the same shape; both may overlap only if identical.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyTo(MatrixView target)
    {
        if (Rows != target.Rows || Cols != target.Cols) Throw.ShapesDiffer(this, target);
        for (int r = 0; r < Rows; r++)
            new Span<float>(Data + r * Stride, Cols).CopyTo(new Span<float>(target.Data + r * target.Stride, Cols));
    }

    /// <summary>Whether the two views share an element. Exact for equal strides, so that two column ranges of one matrix are
    /// told apart; for unequal strides it compares the address ranges and may say yes too often.</summary>
    internal bool Overlaps(MatrixView other)
    {
        if (Count == 0 || other.Count == 0) return false;
        float* end = Data + (Rows - 1) * Stride + Cols, otherEnd = other.Data + (other.Rows - 1) * other.Stride + other.Cols;
        if (Data >= otherEnd || other.Data >= end) return false;
        if (Stride != other.Stride) return true;
        nint column = (nint)(other.Data - Data) % Stride;
        if (column < 0) column += Stride;
        return column < Cols || column + other.Cols > Stride;
    }
}
