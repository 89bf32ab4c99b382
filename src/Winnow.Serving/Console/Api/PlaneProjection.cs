namespace Winnow.Serving.ConsoleApi;

/// <summary>The plane through a cloud of vectors in which it is widest: its first two principal components.</summary>
/// <remarks>
/// Pearson, Philosophical Magazine 2(11), 1901. The components are found by orthogonal iteration on the covariance (Golub and Van Loan, Matrix Computations,
/// 4th ed., §8.2.4): O(n·d²) once and O(d²) a pass. Components of equal spread are any two directions that span them.
/// </remarks>
internal sealed class PlaneProjection
{
    private const int MostPasses = 2000;
    private const double Settled = 1e-12;       // change of a direction between two passes, as 1 − cosine
    private const double Negligible = 1e-10;    // of a length: the spread beside the first direction is none

    private readonly double[] _mean, _first, _second;

    private PlaneProjection(double[] mean, double[] first, double[] second, double explained) =>
        (_mean, _first, _second, Explained) = (mean, first, second, explained);

    /// <summary>Share of the cloud's variance that lies in the plane, in [0, 1].</summary>
    public double Explained { get; }

    /// <summary>Fits the plane.</summary>
    /// <param name="vectors">The cloud, row-major, [n, <paramref name="dimension"/>], n ≥ 1.</param>
    /// <param name="dimension">Length of a vector, at least 2.</param>
    public static PlaneProjection Fit(ReadOnlySpan<float> vectors, int dimension)
    {
        int n = vectors.Length / dimension;
        double[] mean = Mean(vectors, n, dimension);
        double[] covariance = Covariance(vectors, n, mean);
        (double[] first, double[] second) = TopTwo(covariance, dimension);
        double total = 0;
        for (int i = 0; i < dimension; i++) total += covariance[i * dimension + i];
        double inPlane = Quadratic(covariance, first) + Quadratic(covariance, second);
        return new PlaneProjection(mean, first, second, total > 0 ? Math.Min(1, inPlane / total) : 0);
    }

    /// <summary>Where a vector falls in the plane.</summary>
    public (float X, float Y) Project(ReadOnlySpan<float> vector)
    {
        double x = 0, y = 0;
        for (int i = 0; i < _mean.Length; i++)
        {
            double centred = vector[i] - _mean[i];
            x += centred * _first[i];
            y += centred * _second[i];
        }
        return ((float)x, (float)y);
    }

    private static double[] Mean(ReadOnlySpan<float> vectors, int n, int dimension)
    {
        double[] mean = new double[dimension];
        for (int row = 0; row < n; row++)
            for (int i = 0; i < dimension; i++) mean[i] += vectors[row * dimension + i];
        for (int i = 0; i < dimension; i++) mean[i] /= n;
        return mean;
    }

    private static double[] Covariance(ReadOnlySpan<float> vectors, int n, double[] mean)
    {
        int d = mean.Length;
        double[] covariance = new double[d * d], centred = new double[d];
        for (int row = 0; row < n; row++)
        {
            for (int i = 0; i < d; i++) centred[i] = vectors[row * d + i] - mean[i];
            for (int i = 0; i < d; i++)
                for (int j = 0; j <= i; j++) covariance[i * d + j] += centred[i] * centred[j];
        }
        for (int i = 0; i < d; i++)
            for (int j = 0; j <= i; j++) covariance[j * d + i] = covariance[i * d + j] /= n;
        return covariance;
    }

    private static (double[] First, double[] Second) TopTwo(double[] matrix, int d)
    {
        double[] first = Start(d, 0), second = Start(d, 1), nextFirst = new double[d], nextSecond = new double[d];
        for (int pass = 0; pass < MostPasses; pass++)
        {
            Multiply(matrix, first, nextFirst);
            Multiply(matrix, second, nextSecond);
            if (!Normalise(nextFirst)) return (first, second);          // the cloud is one point: any plane will do
            double before = Math.Sqrt(Dot(nextSecond, nextSecond));
            Remove(nextFirst, nextSecond);
            // What is left of a cloud on a line is rounding, which has no direction.
            if (Math.Sqrt(Dot(nextSecond, nextSecond)) <= Negligible * before || !Normalise(nextSecond)) return (Upright(nextFirst), Perpendicular(nextFirst));
            double moved = Math.Max(1 - Math.Abs(Dot(first, nextFirst)), 1 - Math.Abs(Dot(second, nextSecond)));
            (first, nextFirst, second, nextSecond) = (nextFirst, first, nextSecond, second);
            if (moved < Settled) break;
        }
        return (Upright(first), Upright(second));
    }

    /// <summary>A direction that is perpendicular to no component but by accident: an irrational walk around the circle.</summary>
    private static double[] Start(int d, int which)
    {
        double[] start = new double[d];
        for (int i = 0; i < d; i++) start[i] = Math.Sin((i + 1) * (which == 0 ? Math.Sqrt(2) : Math.Sqrt(3)) + which);
        Normalise(start);
        return start;
    }

    /// <summary>The sign of a component is arbitrary; its greatest part is made positive, so that a map does not flip between releases.</summary>
    private static double[] Upright(double[] direction)
    {
        int greatest = 0;
        for (int i = 1; i < direction.Length; i++)
            if (Math.Abs(direction[i]) > Math.Abs(direction[greatest])) greatest = i;
        if (direction[greatest] < 0)
            for (int i = 0; i < direction.Length; i++) direction[i] = -direction[i];
        return direction;
    }

    private static double[] Perpendicular(double[] direction)
    {
        int least = 0;
        for (int i = 1; i < direction.Length; i++)
            if (Math.Abs(direction[i]) < Math.Abs(direction[least])) least = i;
        double[] other = new double[direction.Length];
        other[least] = 1;
        Remove(direction, other);
        Normalise(other);
        return other;
    }

    private static void Multiply(double[] matrix, double[] x, double[] result)
    {
        int d = x.Length;
        for (int i = 0; i < d; i++) result[i] = Dot(matrix.AsSpan(i * d, d), x);
    }

    private static double Quadratic(double[] matrix, double[] x)
    {
        double[] product = new double[x.Length];
        Multiply(matrix, x, product);
        return Dot(x, product);
    }

    private static void Remove(double[] direction, double[] from)
    {
        double along = Dot(direction, from);
        for (int i = 0; i < from.Length; i++) from[i] -= along * direction[i];
    }

    private static bool Normalise(double[] x)
    {
        double length = Math.Sqrt(Dot(x, x));
        if (length < 1e-150) return false;
        for (int i = 0; i < x.Length; i++) x[i] /= length;
        return true;
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
