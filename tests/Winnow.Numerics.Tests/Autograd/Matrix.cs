namespace Winnow.Numerics.Tests;

/// <summary>A double-precision matrix for reference computations, as plain as can be.</summary>
internal sealed class Matrix(int rows, int cols)
{
    private readonly double[] _values = new double[rows * cols];

    public int Rows => rows;

    public int Cols => cols;

    public Span<double> Values => _values;

    public ref double this[int row, int col] => ref _values[row * cols + col];

    /// <summary>Numbers of moderate size that a float holds exactly, none closer to 0 than 0.05.</summary>
    public static Matrix Random(Random rng, int rows, int cols, double scale = 1)
    {
        Matrix x = new(rows, cols);
        foreach (ref double v in x.Values) v = (float)(scale * (0.05 + 1.2 * rng.NextDouble()) * (rng.Next(2) == 0 ? -1 : 1));
        return x;
    }

    public static Matrix From(int rows, int cols, Func<int, int, double> value)
    {
        Matrix x = new(rows, cols);
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < cols; c++) x[r, c] = value(r, c);
        return x;
    }

    public Matrix Map(Func<double, double> f) => From(rows, cols, (r, c) => f(this[r, c]));

    public Matrix Times(Matrix b) => From(rows, b.Cols, (r, c) => Enumerable.Range(0, cols).Sum(k => this[r, k] * b[k, c]));

    public Matrix Transposed() => From(cols, rows, (r, c) => this[c, r]);

    public Matrix Plus(Matrix b) => From(rows, cols, (r, c) => this[r, c] + b[b.Rows == 1 ? 0 : r, b.Cols == 1 ? 0 : c]);

    /// <summary>Σ of all products of elements.</summary>
    public double Dot(Matrix b)
    {
        double sum = 0;
        for (int i = 0; i < _values.Length; i++) sum += _values[i] * b._values[i];
        return sum;
    }

    public double[] Row(int row) => [.. _values.AsSpan(row * cols, cols)];

    public void CopyTo(MatrixView target)
    {
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < cols; c++) target[r, c] = (float)this[r, c];
    }
}
