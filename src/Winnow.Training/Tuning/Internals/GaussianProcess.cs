using Winnow.Numerics;

namespace Winnow.Training.Tuning.Internals;

/// <summary>A Gaussian process over the unit cube: Matérn 5/2 kernel with a length scale a coordinate (ARD), a scale and noise, whose
/// hyper-parameters maximise the marginal likelihood.</summary>
/// <remarks>Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, algorithm 2.1 and equations 4.17 and 5.9. Values are
/// standardised first. Double precision; O(n³) for each step of the maximisation.</remarks>
internal sealed class GaussianProcess
{
    private const double LeastNoise = 1e-10;

    private readonly double[][] _points;
    private readonly double[] _weights;         // K⁻¹y
    private readonly double[] _logs;            // ln of: scale, noise, length scales
    private readonly Cholesky _cholesky;
    private readonly double _mean, _deviation;

    private GaussianProcess(double[][] points, double[] logs, double[] weights, Cholesky cholesky, double mean, double deviation) =>
        (_points, _logs, _weights, _cholesky, _mean, _deviation) = (points, logs, weights, cholesky, mean, deviation);

    /// <summary>Logarithms of scale, noise and length scales, to start the next fit from.</summary>
    public ReadOnlySpan<double> Logs => _logs;

    /// <summary>Fits a process.</summary>
    /// <param name="points">Where values were measured, [n][d], n ≥ 1.</param>
    /// <param name="values">The values, shape [n].</param>
    /// <param name="start">Hyper-parameters to start from, beside the default and random ones; null: none.</param>
    /// <param name="restarts">Random starts.</param>
    /// <param name="random">Where they come from.</param>
    public static GaussianProcess Fit(double[][] points, double[] values, double[]? start, int restarts, RandomStream random)
    {
        int d = points[0].Length;
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
        if (!(deviation > 1e-300)) deviation = 1;
        double[] y = [.. values.Select(v => (v - mean) / deviation)];
        (double[] low, double[] high) = Bounds(d);
        MarginalLikelihood likelihood = new(points, y);
        double[] best = [], first = new double[d + 2];
        first[1] = Math.Log(1e-3);
        double bestValue = double.PositiveInfinity;
        foreach (double[] from in (double[][])[first, .. start is null ? [] : (double[][])[start], .. RandomStarts(restarts, low, high, random)])
        {
            (double[] at, double value) = BoundedMinimum.Find(likelihood.NegativeWithGradient, from, low, high, steps: 60);
            if (value < bestValue) (best, bestValue) = (at, value);
        }
        if (best.Length == 0) best = first;
        double[] kernel = Kernel(points, best);
        Cholesky cholesky = Cholesky.TryDecompose(kernel, points.Length)
            ?? throw new InvalidOperationException($"The kernel of {points.Length} trials is not positive definite; the values of the trials must be finite.");
        double[] weights = [.. y];
        cholesky.Solve(weights);
        return new GaussianProcess(points, best, weights, cholesky, mean, deviation);
    }

    /// <summary>Mean and standard deviation of the value, without noise, at a point.</summary>
    public (double Mean, double Deviation) Predict(ReadOnlySpan<double> point)
    {
        double[] k = new double[_points.Length];
        double scale = Math.Exp(_logs[0]), mean = 0, explained = 0;
        for (int i = 0; i < k.Length; i++) k[i] = scale * Matern(Distance(point, _points[i], _logs));
        for (int i = 0; i < k.Length; i++) mean += k[i] * _weights[i];
        _cholesky.SolveLower(k);
        foreach (double v in k) explained += v * v;
        return (_mean + _deviation * mean, _deviation * Math.Sqrt(Math.Max(scale - explained, 0)));
    }

    /// <summary>K + noise·I, row-major.</summary>
    internal static double[] Kernel(double[][] points, double[] logs)
    {
        int n = points.Length;
        double[] kernel = new double[n * n];
        double scale = Math.Exp(logs[0]), noise = Math.Exp(logs[1]) + LeastNoise;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) kernel[i * n + j] = kernel[j * n + i] = scale * Matern(Distance(points[i], points[j], logs));
            kernel[i * n + i] = scale + noise;
        }
        return kernel;
    }

    /// <summary>(1 + √5 r + 5r²/3) e^(−√5 r).</summary>
    internal static double Matern(double r) => (1 + Math.Sqrt(5) * r + 5.0 / 3 * r * r) * Math.Exp(-Math.Sqrt(5) * r);

    /// <summary>r = √Σ ((xᵢ − x′ᵢ)/ℓᵢ)².</summary>
    internal static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> other, double[] logs)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double scaled = (x[i] - other[i]) * Math.Exp(-logs[i + 2]);
            sum += scaled * scaled;
        }
        return Math.Sqrt(sum);
    }

    /// <summary>Scale in [0.01, 1000], noise in [10⁻⁸, 1], lengths in [0.01, 100]: those of skopt's default, noise of standardised values.</summary>
    private static (double[] Low, double[] High) Bounds(int d)
    {
        double[] low = new double[d + 2], high = new double[d + 2];
        (low[0], high[0], low[1], high[1]) = (Math.Log(0.01), Math.Log(1000), Math.Log(1e-8), 0);
        low.AsSpan(2).Fill(Math.Log(0.01));
        high.AsSpan(2).Fill(Math.Log(100));
        return (low, high);
    }

    private static IEnumerable<double[]> RandomStarts(int count, double[] low, double[] high, RandomStream random)
    {
        for (int s = 0; s < count; s++)
        {
            RandomStream own = random.Fork((ulong)s);
            yield return [.. low.Select((l, i) => l + SearchSpace.Unit(own, (ulong)i) * (high[i] - l))];
        }
    }
}
