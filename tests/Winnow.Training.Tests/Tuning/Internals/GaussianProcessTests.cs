using Winnow.Numerics;
using Winnow.Training.Tuning;
using Winnow.Training.Tuning.Internals;

namespace Winnow.Training.Tests.Tuning.Internals;

public sealed class GaussianProcessTests
{
    [Fact]
    public void NegativeWithGradient_AnyHyperparameters_AgreesWithFiniteDifferences()
    {
        (double[][] points, double[] y) = Sample(12, 3);
        MarginalLikelihood likelihood = new(points, y);
        double[] at = [0.3, -4, -0.5, 0.2, 1.1], gradient = new double[5], ignored = new double[5];
        likelihood.NegativeWithGradient(at, gradient);
        for (int i = 0; i < at.Length; i++)
        {
            double keep = at[i], h = 1e-5;
            at[i] = keep + h;
            double up = likelihood.NegativeWithGradient(at, ignored);
            at[i] = keep - h;
            double down = likelihood.NegativeWithGradient(at, ignored);
            at[i] = keep;
            double numeric = (up - down) / (2 * h);
            Assert.True(Math.Abs(numeric - gradient[i]) < 1e-5 * Math.Max(1, Math.Abs(numeric)), $"∂/∂θ[{i}]: {gradient[i]:g9}, numeric {numeric:g9}");
        }
    }

    [Fact]
    public void Predict_SmoothFunction_InterpolatesAndIsUnsureFarAway()
    {
        (double[][] points, _) = Sample(40, 2);
        double[] values = [.. points.Select(Smooth)];

        GaussianProcess process = GaussianProcess.Fit(points, values, null, 2, new RandomStream(1, "test"));

        foreach (double[] at in Sample(20, 2, seed: 9).Points) Assert.InRange(process.Predict(at).Mean, Smooth(at) - 0.1, Smooth(at) + 0.1);
        Assert.True(process.Predict(points[0]).Deviation < 0.1 * process.Predict([3, 3]).Deviation);

        static double Smooth(double[] x) => Math.Sin(3 * x[0]) + x[1] * x[1];
    }

    /// <summary>ARD: a coordinate that does not matter gets a length scale beyond those of the ones that do.</summary>
    [Fact]
    public void Fit_CoordinateWithoutEffect_GetsALongScale()
    {
        (double[][] points, _) = Sample(40, 3);

        GaussianProcess process = GaussianProcess.Fit(points, [.. points.Select(x => Math.Sin(6 * x[0]))], null, 2, new RandomStream(1, "test"));

        Assert.True(process.Logs[2] < process.Logs[3] - 1 && process.Logs[2] < process.Logs[4] - 1, string.Join(", ", process.Logs.ToArray()));
    }

    [Fact]
    public void ExpectedImprovement_AgainstNumericalIntegral_Agrees()
    {
        const double mean = 0.3, deviation = 0.7, best = 0.5;
        double integral = 0;
        for (double z = -8; z < 8; z += 1e-4) integral += 1e-4 * Math.Max(mean + deviation * z - best - 0.01, 0) * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

        Assert.Equal(integral, Acquisition.ExpectedImprovement(mean, deviation, best), 1e-6);
    }

    [Theory, InlineData(0, 0.5), InlineData(1, 0.841344746), InlineData(-2, 0.022750132), InlineData(-5, 2.866516e-7)]
    public void Normal_KnownPoints_Agrees(double z, double expected) => Assert.Equal(expected, Acquisition.Normal(z), 2e-7 * expected + 1e-15);

    private static (double[][] Points, double[] Values) Sample(int n, int d, ulong seed = 4)
    {
        RandomStream random = new(seed, "sample");
        double[][] points = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, d).Select(j => (double)random.Uniform((ulong)(i * d + j))).ToArray())];
        return (points, [.. points.Select(p => p.Sum() - 1 + 0.1 * Math.Sin(20 * p[0]))]);
    }
}
