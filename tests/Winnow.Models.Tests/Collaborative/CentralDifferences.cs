namespace Winnow.Models.Tests.Collaborative;

/// <summary>Gradients of a float64 reference by central differences, beside those of a float32 tape.</summary>
internal static class CentralDifferences
{
    private const double Step = 1e-5;

    /// <summary>Compares every element.</summary>
    /// <param name="point">Numbers that <paramref name="loss"/> reads; changed and put back.</param>
    /// <param name="gradient">What the tape says of each.</param>
    /// <param name="loss">The reference.</param>
    /// <param name="tolerance">Rounding of float32 through the network.</param>
    /// <param name="what">For the message.</param>
    internal static void Check(double[] point, Func<int, double> gradient, Func<double> loss, double tolerance, string what)
    {
        for (int i = 0; i < point.Length; i++)
        {
            double keep = point[i];
            point[i] = keep + Step;
            double up = loss();
            point[i] = keep - Step;
            double down = loss();
            point[i] = keep;
            double expected = (up - down) / (2 * Step);
            Assert.True(Math.Abs(expected - gradient(i)) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}[{i}]: numeric {expected:g9}, tape {gradient(i):g9}");
        }
    }
}
