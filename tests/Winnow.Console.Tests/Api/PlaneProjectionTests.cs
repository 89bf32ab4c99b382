using Winnow.Numerics;
using Winnow.Serving.ConsoleApi;

namespace Winnow.Console.Tests.Api;

public sealed class PlaneProjectionTests
{
    [Theory]
    [InlineData(2), InlineData(5), InlineData(32)]
    public void Fit_CloudOfUnequalSpread_FindsTheTwoSingularDirectionsOfTheReference(int d)
    {
        const int N = 200;
        float[] cloud = Cloud(d, N, axis => 4f / (1 + axis));       // neighbouring spreads differ by a fifth and more among the first three
        PlaneProjection plane = PlaneProjection.Fit(cloud, d);

        (double[] values, double[] right) = Reference(cloud, d, N);
        double total = values.Sum();
        Assert.Equal((values[0] + values[1]) / total, plane.Explained, 1e-9);
        // A direction is the image of an axis, and the origin of the plane is the mean: project mean + v₁ and mean + v₂.
        for (int component = 0; component < 2; component++)
        {
            float[] at = new float[d];
            for (int i = 0; i < d; i++) at[i] = (float)(Mean(cloud, d, N)[i] + right[component * d + i]);
            (float x, float y) = plane.Project(at);
            (float along, float across) = component == 0 ? (x, y) : (y, x);
            Assert.Equal(1, Math.Abs(along), 1e-4);       // float coordinates around a mean of size 1
            Assert.Equal(0, across, 1e-4);
        }
    }

    [Fact]
    public void Fit_AllPointsTheSame_ExplainsNothingAndStaysFinite()
    {
        PlaneProjection plane = PlaneProjection.Fit([1, 2, 3, 1, 2, 3], 3);
        Assert.Equal(0, plane.Explained);
        Assert.Equal((0f, 0f), plane.Project([1, 2, 3]));
    }

    [Fact]
    public void Fit_PointsOnALine_HasAllOfItInTheFirstDirection()
    {
        PlaneProjection plane = PlaneProjection.Fit([0, 0, 0, 1, 1, 0, 2, 2, 0], 3);
        Assert.Equal(1, plane.Explained, 1e-12);
        (float x, float y) = plane.Project([2, 2, 0]);
        Assert.Equal(Math.Sqrt(2), x, 1e-6);
        Assert.Equal(0, y, 1e-6);
    }

    [Fact]
    public void Fit_SameCloudTwice_GivesTheSamePlaneToTheBit()
    {
        float[] cloud = Cloud(8, 50, _ => 1);       // nearly equal spreads: the hardest case
        Assert.Equal(PlaneProjection.Fit(cloud, 8).Project(cloud.AsSpan(0, 8)), PlaneProjection.Fit(cloud, 8).Project(cloud.AsSpan(0, 8)));
    }

    private static float[] Cloud(int d, int n, Func<int, float> spread)
    {
        Random random = new(20_260 + d);
        float[] cloud = new float[n * d];
        for (int row = 0; row < n; row++)
            for (int i = 0; i < d; i++) cloud[row * d + i] = 0.3f + spread(i) * (float)(random.NextDouble() + random.NextDouble() - 1);
        return cloud;
    }

    private static double[] Mean(float[] cloud, int d, int n) => [.. Enumerable.Range(0, d).Select(i => Enumerable.Range(0, n).Average(row => (double)cloud[row * d + i]))];

    /// <summary>The covariance by Jacobi rotations: its singular values are the variances, its right singular vectors the directions.</summary>
    private static (double[] Values, double[] Right) Reference(float[] cloud, int d, int n)
    {
        double[] mean = Mean(cloud, d, n), covariance = new double[d * d], values = new double[d], right = new double[d * d];
        for (int row = 0; row < n; row++)
            for (int i = 0; i < d; i++)
                for (int j = 0; j < d; j++) covariance[i * d + j] += (cloud[row * d + i] - mean[i]) * (cloud[row * d + j] - mean[j]) / n;
        JacobiSvd.Decompose(covariance, values, right);
        return (values, right);
    }
}
