using System.Numerics;

namespace Winnow.Numerics;

/// <summary>One operand of an element-wise operator, read as if its single row or column were repeated.</summary>
internal readonly unsafe struct Broadcast
{
    private readonly float* _data;
    private readonly nint _stride;
    private readonly bool _isNumber;

    public Broadcast(MatrixView x, Shape to)
    {
        _data = x.Data;
        _stride = x.Rows == to.Rows ? x.Stride : 0;
        _isNumber = x.Cols != to.Cols;
        IsWhole = x.Rows == to.Rows && !_isNumber;
        IsFlat = IsWhole && x.IsContiguous;
    }

    /// <summary>Whether nothing is repeated.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether nothing is repeated and the elements lie in one piece.</summary>
    public bool IsFlat { get; }

    public float* Row(int row) => _data + row * _stride;

    public Vector<float> Load(float* row, int i) => _isNumber ? new Vector<float>(*row) : Vector.Load(row + i);

    public Vector<float> Load(float* row, int i, int count) => _isNumber ? new Vector<float>(*row) : Lanes.Load(row + i, count);

    /// <summary>The common shape of two operands.</summary>
    public static Shape Of(Shape a, Shape b)
    {
        if (a == b) return a;
        if (!Fits(a.Rows, b.Rows) || !Fits(a.Cols, b.Cols)) Throw.NoBroadcast(a, b);
        Shape larger = a.Cols >= b.Cols ? a : b;
        int rows = a.Rows == 1 ? b.Rows : a.Rows;
        return larger.Rank == 3 ? new Shape(rows, larger.Fields, larger.Width) : new Shape(rows, a.Cols == 1 ? b.Cols : a.Cols);
    }

    private static bool Fits(int a, int b) => a == b || a == 1 || b == 1;
}
