using System.Buffers;
using System.Runtime.Intrinsics;

namespace Winnow.Models;

/// <summary>A symmetric positive definite system of a few hundred unknowns in float64: built up from outer products, solved by Cholesky.</summary>
/// <remarks>Only the lower triangle is stored and touched, row by row. Scratch comes from the pool; belongs to one thread.</remarks>
internal unsafe ref struct NormalEquations
{
    private const int Together = 4;             // outer products added in one pass over the triangle

    private readonly int _n;
    private double[]? _rented;
    private readonly Span<double> _a, _b, _rows;

    public NormalEquations(int n)
    {
        _n = n;
        _rented = ArrayPool<double>.Shared.Rent(Math.Max(1, n * n + n + Together * n));
        _a = _rented.AsSpan(0, n * n);
        _b = _rented.AsSpan(n * n, n);
        _rows = _rented.AsSpan(n * n + n, Together * n);
    }

    /// <summary>The matrix, [n, n], lower triangle.</summary>
    public readonly Span<double> Matrix => _a;

    /// <summary>The right side before <see cref="Solve"/>, the solution after it.</summary>
    public readonly Span<double> Vector => _b;

    /// <summary>Starts from a matrix (lower triangle) and a right side of zeros.</summary>
    public readonly void Reset(ReadOnlySpan<double> matrix)
    {
        matrix.CopyTo(_a);
        _b.Clear();
    }

    public readonly void AddToDiagonal(double value)
    {
        for (int i = 0; i < _n; i++) _a[i * _n + i] += value;
    }

    /// <summary>A += Σ w_j y_j y_jᵀ and b += Σ c_j y_j over some rows of a matrix.</summary>
    /// <param name="vectors">The matrix whose rows are y.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="weight">w and c of each, from its place in the list.</param>
    public readonly void Add<TWeight>(PinnedMatrix vectors, ReadOnlySpan<int> rows, TWeight weight) where TWeight : struct, IOuterWeight, allows ref struct
    {
        Span<double> w = stackalloc double[Together];
        for (int first = 0; first < rows.Length; first += Together)
        {
            int count = Math.Min(Together, rows.Length - first);
            for (int j = 0; j < Together; j++)
            {
                Span<double> row = _rows.Slice(j * _n, _n);
                w[j] = 0;
                if (j >= count)
                {
                    row.Clear();
                    continue;
                }
                (w[j], double c) = weight.Of(first + j);
                Span<float> y = vectors.Row(rows[first + j]);
                for (int d = 0; d < y.Length; d++)
                {
                    row[d] = y[d];
                    _b[d] += c * row[d];
                }
            }
            AddFour(w);
        }
    }

    /// <summary>Solves A x = b in place.</summary>
    /// <exception cref="ArithmeticException">The matrix is not positive definite in float64.</exception>
    public readonly void Solve()
    {
        fixed (double* a = _a, b = _b)
        {
            for (int i = 0; i < _n; i++) FactorRow(a, i);
            for (int i = 0; i < _n; i++) b[i] = (b[i] - Dot(a + i * _n, b, i)) / a[i * _n + i];
            for (int i = _n - 1; i >= 0; i--)
            {
                double x = b[i] / a[i * _n + i];
                b[i] = x;
                for (int k = 0; k < i; k++) b[k] -= x * a[i * _n + k];
            }
        }
    }

    public void Dispose()
    {
        if (_rented is not { } rented) return;
        _rented = null;
        ArrayPool<double>.Shared.Return(rented);
    }

    private readonly void AddFour(ReadOnlySpan<double> w)
    {
        fixed (double* a = _a, y0 = _rows)
        {
            double* y1 = y0 + _n, y2 = y1 + _n, y3 = y2 + _n;
            for (int r = 0; r < _n; r++)
            {
                double* row = a + r * _n;
                double f0 = w[0] * y0[r], f1 = w[1] * y1[r], f2 = w[2] * y2[r], f3 = w[3] * y3[r];
                Vector512<double> v0 = Vector512.Create(f0), v1 = Vector512.Create(f1), v2 = Vector512.Create(f2), v3 = Vector512.Create(f3);
                int c = 0;
                for (; c <= r - 7; c += 8)
                {
                    Vector512<double> sum = Vector512.Load(row + c);
                    sum = Vector512.MultiplyAddEstimate(v0, Vector512.Load(y0 + c), sum);
                    sum = Vector512.MultiplyAddEstimate(v1, Vector512.Load(y1 + c), sum);
                    sum = Vector512.MultiplyAddEstimate(v2, Vector512.Load(y2 + c), sum);
                    sum = Vector512.MultiplyAddEstimate(v3, Vector512.Load(y3 + c), sum);
                    sum.Store(row + c);
                }
                for (; c <= r; c++) row[c] += f0 * y0[c] + f1 * y1[c] + f2 * y2[c] + f3 * y3[c];
            }
        }
    }

    /// <summary>Row i of the factor L: four columns at a time, so that four chains of additions run side by side.</summary>
    private readonly void FactorRow(double* a, int i)
    {
        double* row = a + i * _n;
        int j = 0;
        for (; j + 4 <= i; j += 4)
        {
            double* l0 = a + j * _n, l1 = l0 + _n, l2 = l1 + _n, l3 = l2 + _n;
            (double s0, double s1, double s2, double s3) = FourDots(row, l0, l1, l2, l3, j);
            double x0 = (row[j] - s0) / l0[j];
            double x1 = (row[j + 1] - s1 - x0 * l1[j]) / l1[j + 1];
            double x2 = (row[j + 2] - s2 - x0 * l2[j] - x1 * l2[j + 1]) / l2[j + 2];
            double x3 = (row[j + 3] - s3 - x0 * l3[j] - x1 * l3[j + 1] - x2 * l3[j + 2]) / l3[j + 3];
            (row[j], row[j + 1], row[j + 2], row[j + 3]) = (x0, x1, x2, x3);
        }
        for (; j < i; j++) row[j] = (row[j] - Dot(row, a + j * _n, j)) / a[j * _n + j];
        double pivot = row[i] - Dot(row, row, i);
        if (!(pivot > 0))
        {
            throw new ArithmeticException(
                $"The normal equations of a vector of {_n} factors are not positive definite (pivot {i} is {pivot:g3}). Raise the regularisation.");
        }
        row[i] = Math.Sqrt(pivot);
    }

    private static (double, double, double, double) FourDots(double* x, double* a, double* b, double* c, double* d, int n)
    {
        Vector512<double> va = default, vb = default, vc = default, vd = default;
        int k = 0;
        for (; k <= n - 8; k += 8)
        {
            Vector512<double> v = Vector512.Load(x + k);
            va = Vector512.MultiplyAddEstimate(v, Vector512.Load(a + k), va);
            vb = Vector512.MultiplyAddEstimate(v, Vector512.Load(b + k), vb);
            vc = Vector512.MultiplyAddEstimate(v, Vector512.Load(c + k), vc);
            vd = Vector512.MultiplyAddEstimate(v, Vector512.Load(d + k), vd);
        }
        double sa = Vector512.Sum(va), sb = Vector512.Sum(vb), sc = Vector512.Sum(vc), sd = Vector512.Sum(vd);
        for (; k < n; k++)
        {
            sa += x[k] * a[k];
            sb += x[k] * b[k];
            sc += x[k] * c[k];
            sd += x[k] * d[k];
        }
        return (sa, sb, sc, sd);
    }

    private static double Dot(double* x, double* y, int n)
    {
        Vector512<double> sum = default;
        int k = 0;
        for (; k <= n - 8; k += 8) sum = Vector512.MultiplyAddEstimate(Vector512.Load(x + k), Vector512.Load(y + k), sum);
        double total = Vector512.Sum(sum);
        for (; k < n; k++) total += x[k] * y[k];
        return total;
    }
}

/// <summary>How strongly the j-th row of a list enters the matrix and the right side.</summary>
internal interface IOuterWeight
{
    (double Matrix, double RightSide) Of(int j);
}
