using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Singular value decomposition of a small square matrix in float64 by one-sided Jacobi rotations.</summary>
/// <remarks>Hestenes, J. SIAM 6(1), 1958; ordered by size of the values. Small values keep their relative accuracy (Demmel and
/// Veselić, SIAM J. Matrix Anal. Appl. 13(4), 1992). O(n³) a sweep, about ten sweeps; for n up to a few hundred. One thread.</remarks>
public static class JacobiSvd
{
    private const int MostSweeps = 60;
    private const double Orthogonal = 1e-14;        // cosine of two columns that counts as zero
    private const double Negligible = 1e-15;        // length of a column, over that of all, that is rounding of the others

    /// <summary>A = U · diag(s) · Vᵀ.</summary>
    /// <param name="columns">A column by column, n² numbers; afterwards U column by column. Columns of zero values are zero.</param>
    /// <param name="values">s, n numbers, descending; below 1e-15 of the Frobenius norm they count as zero.</param>
    /// <param name="right">V column by column, n² numbers.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="ArithmeticException">The rotations did not converge: the matrix holds a NaN or an infinity.</exception>
    public static void Decompose(Span<double> columns, Span<double> values, Span<double> right)
    {
        int n = values.Length;
        if (columns.Length != n * n || right.Length != n * n)
            throw new ArgumentException($"{columns.Length} numbers of A, {right.Length} of V and {n} values came; expected n², n² and n.");
        right.Clear();
        for (int i = 0; i < n; i++) right[i * n + i] = 1;
        int sweep = 0;
        double negligible = Negligible * Negligible * Dot(columns, columns);
        while (Sweep(columns, right, n, negligible))
            if (++sweep == MostSweeps) throw new ArithmeticException($"No convergence in {MostSweeps} sweeps: the matrix holds a number that is not finite.");
        for (int i = 0; i < n; i++)
        {
            Span<double> column = columns.Slice(i * n, n);
            double square = Dot(column, column);
            values[i] = square > negligible ? Math.Sqrt(square) : 0;
            double scale = values[i] > 0 ? 1 / values[i] : 0;
            foreach (ref double x in column) x *= scale;
        }
        Order(columns, values, right);
    }

    /// <summary>Rotates every pair of columns once; false if all were orthogonal.</summary>
    private static bool Sweep(Span<double> columns, Span<double> right, int n, double negligible)
    {
        bool rotated = false;
        for (int p = 0; p < n - 1; p++)
        {
            for (int q = p + 1; q < n; q++)
            {
                Span<double> x = columns.Slice(p * n, n), y = columns.Slice(q * n, n);
                double xx = Dot(x, x), yy = Dot(y, y), xy = Dot(x, y);
                if (Math.Min(xx, yy) <= negligible || Math.Abs(xy) <= Orthogonal * Math.Sqrt(xx * yy)) continue;
                rotated = true;
                double zeta = (yy - xx) / (2 * xy);
                double tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
                double cosine = 1 / Math.Sqrt(1 + tangent * tangent);
                Rotate(x, y, cosine, cosine * tangent);
                Rotate(right.Slice(p * n, n), right.Slice(q * n, n), cosine, cosine * tangent);
            }
        }
        return rotated;
    }

    private static void Rotate(Span<double> x, Span<double> y, double cosine, double sine)
    {
        int i = 0, lanes = Vector<double>.Count;
        for (; i <= x.Length - lanes; i += lanes)
        {
            Vector<double> a = new(x[i..]), b = new(y[i..]);
            (a * cosine - b * sine).CopyTo(x[i..]);
            (a * sine + b * cosine).CopyTo(y[i..]);
        }
        for (; i < x.Length; i++) (x[i], y[i]) = (cosine * x[i] - sine * y[i], sine * x[i] + cosine * y[i]);
    }

    private static void Order(Span<double> columns, Span<double> values, Span<double> right)
    {
        int n = values.Length;
        for (int i = 0; i < n; i++)
        {
            int largest = i;
            for (int j = i + 1; j < n; j++)
                if (values[j] > values[largest]) largest = j;
            if (largest == i) continue;
            (values[i], values[largest]) = (values[largest], values[i]);
            Swap(columns.Slice(i * n, n), columns.Slice(largest * n, n));
            Swap(right.Slice(i * n, n), right.Slice(largest * n, n));
        }
    }

    private static void Swap(Span<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++) (x[i], y[i]) = (y[i], x[i]);
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> sum = default;
        int i = 0, lanes = Vector<double>.Count;
        for (; i <= x.Length - lanes; i += lanes) sum += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        double total = Vector.Sum(sum);
        for (; i < x.Length; i++) total += x[i] * y[i];
        return total;
    }
}
