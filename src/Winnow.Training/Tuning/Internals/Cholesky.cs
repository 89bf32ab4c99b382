namespace Winnow.Training.Tuning.Internals;

/// <summary>A symmetric positive definite matrix as L·Lᵀ, in double precision, for the few dozen points of a search.</summary>
internal sealed class Cholesky
{
    private readonly double[] _l;
    private readonly int _n;

    private Cholesky(double[] l, int n) => (_l, _n) = (l, n);

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="a">The matrix, row-major, [n, n]; its lower half is read and overwritten.</param>
    /// <param name="n">Rows.</param>
    /// <returns>Null if the matrix is not positive definite.</returns>
    public static Cholesky? TryDecompose(double[] a, int n)
    {
        for (int j = 0; j < n; j++)
        {
            double diagonal = a[j * n + j];
            for (int k = 0; k < j; k++) diagonal -= a[j * n + k] * a[j * n + k];
            if (!(diagonal > 0) || !double.IsFinite(diagonal)) return null;
            double root = a[j * n + j] = Math.Sqrt(diagonal);
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
                a[i * n + j] = sum / root;
            }
        }
        return new Cholesky(a, n);
    }

    /// <summary>Σ ln Lᵢᵢ, half of the logarithm of the determinant.</summary>
    public double HalfLogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _n; i++) sum += Math.Log(_l[i * _n + i]);
            return sum;
        }
    }

    /// <summary>Replaces b by L⁻¹b.</summary>
    public void SolveLower(Span<double> b)
    {
        for (int i = 0; i < _n; i++)
        {
            double sum = b[i];
            for (int k = 0; k < i; k++) sum -= _l[i * _n + k] * b[k];
            b[i] = sum / _l[i * _n + i];
        }
    }

    /// <summary>Replaces b by (L·Lᵀ)⁻¹b.</summary>
    public void Solve(Span<double> b)
    {
        SolveLower(b);
        for (int i = _n - 1; i >= 0; i--)
        {
            double sum = b[i];
            for (int k = i + 1; k < _n; k++) sum -= _l[k * _n + i] * b[k];
            b[i] = sum / _l[i * _n + i];
        }
    }

    /// <summary>(L·Lᵀ)⁻¹, row-major, [n, n].</summary>
    public double[] Inverse()
    {
        double[] inverse = new double[_n * _n], column = new double[_n];
        for (int j = 0; j < _n; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            Solve(column);
            for (int i = 0; i < _n; i++) inverse[i * _n + j] = column[i];
        }
        return inverse;
    }
}
