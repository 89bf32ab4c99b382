using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Replaces the columns of a tall matrix by an orthonormal basis of the space they span: the Q of a thin QR factorisation.</summary>
/// <remarks>
/// Gram and Schmidt in panels of columns (Björck, Linear Algebra and its Applications 197, 1994): a panel is freed from the finished
/// columns by two matrix products, then orthonormalised inside, sums in float64; all of it twice, which is enough (Parlett 1980).
/// O(rows · cols²), nearly all of it matrix products. The same bytes for any number of threads.
/// </remarks>
public static unsafe class OrthonormalColumns
{
    private const int PanelColumns = 32;
    private const double Negligible = 1e-5;         // of a column's length: what is left is rounding of float32, not direction

    /// <summary>Orthonormalises in place.</summary>
    /// <param name="y">[rows, cols]. A column that depends on those before it becomes zero.</param>
    /// <param name="team">The threads that share the work.</param>
    public static void Make(MatrixView y, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (y.Count == 0) return;
        int width = Math.Min(PanelColumns, y.Cols);
        using NativeBuffer<float> panel = new((nuint)y.Rows * (nuint)width, zeroed: false);
        using NativeBuffer<float> overlaps = new((nuint)y.Cols * (nuint)width, zeroed: false);
        Span<double> lengths = stackalloc double[PanelColumns];
        for (int first = 0; first < y.Cols; first += width)
        {
            MatrixView columns = y.Columns(first, Math.Min(width, y.Cols - first));
            for (int pass = 0; pass < 2; pass++)        // the second on columns of length 1, which rounding cannot tilt any more
            {
                Transposed(columns, panel.Pointer, back: false);
                for (int j = 0; j < columns.Cols; j++) lengths[j] = Length(panel.Pointer + (nint)j * y.Rows, y.Rows);
                Subtract(y.Columns(0, first), columns, overlaps, team);
                Transposed(columns, panel.Pointer, back: false);
                for (int j = 0; j < columns.Cols; j++) Orthonormalise(panel.Pointer, j, y.Rows, lengths[j]);
                Transposed(columns, panel.Pointer, back: true);
            }
        }
    }

    /// <summary>panel −= Q (Qᵀ panel).</summary>
    private static void Subtract(MatrixView finished, MatrixView panel, NativeBuffer<float> scratch, WorkerTeam team)
    {
        if (finished.Cols == 0) return;
        MatrixView overlaps = new(scratch.Pointer, finished.Cols, panel.Cols);
        Gemm.Multiply(Transpose.Yes, finished, Transpose.No, panel, overlaps, accumulate: false, team);
        for (long i = 0; i < overlaps.Count; i++) overlaps.Data[i] = -overlaps.Data[i];
        Gemm.Multiply(Transpose.No, finished, Transpose.No, overlaps, panel, accumulate: true, team);
    }

    /// <summary>Column j of a panel that lies column by column, against those before it.</summary>
    private static void Orthonormalise(float* panel, int j, int rows, double lengthBefore)
    {
        float* column = panel + (nint)j * rows;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < j; i++)
            {
                float* finished = panel + (nint)i * rows;
                float share = (float)-Dot(finished, column, rows);
                AddScaled(finished, share, column, rows);
            }
        }
        double length = Length(column, rows);
        float scale = length > Negligible * lengthBefore ? (float)(1 / length) : 0;
        for (int r = 0; r < rows; r++) column[r] *= scale;
    }

    private static void AddScaled(float* x, float factor, float* target, int n)
    {
        Vector<float> factors = new(factor);
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.MultiplyAddEstimate(Vector.Load(x + i), factors, Vector.Load(target + i)), target + i);
        for (; i < n; i++) target[i] += factor * x[i];
    }

    private static double Length(float* x, int n) => Math.Sqrt(Dot(x, x, n));

    private static double Dot(float* x, float* y, int n)
    {
        Vector<double> low = default, high = default;
        int i = 0, lanes = Vector<float>.Count;
        for (; i <= n - lanes; i += lanes)
        {
            Vector.Widen(Vector.Load(x + i), out Vector<double> xLow, out Vector<double> xHigh);
            Vector.Widen(Vector.Load(y + i), out Vector<double> yLow, out Vector<double> yHigh);
            low += xLow * yLow;
            high += xHigh * yHigh;
        }
        double sum = Vector.Sum(low + high);
        for (; i < n; i++) sum += (double)x[i] * y[i];
        return sum;
    }

    private static void Transposed(MatrixView columns, float* panel, bool back)
    {
        for (int r = 0; r < columns.Rows; r++)
        {
            float* row = columns.RowPointer(r);
            for (int j = 0; j < columns.Cols; j++)
            {
                if (back) row[j] = panel[(nint)j * columns.Rows + r];
                else panel[(nint)j * columns.Rows + r] = row[j];
            }
        }
    }
}
