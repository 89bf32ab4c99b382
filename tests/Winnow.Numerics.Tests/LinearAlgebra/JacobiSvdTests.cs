namespace Winnow.Numerics.Tests.LinearAlgebra;

public sealed class JacobiSvdTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(33)]
    public void Decompose_RandomMatrix_GivesOrthogonalFactorsOfIt(int n)
    {
        float[] random = new float[n * n];
        new RandomStream(3, "svd").FillNormal(random, 0, 1);
        double[] a = [.. random.Select(x => (double)x)], u = [.. a], values = new double[n], v = new double[n * n];

        JacobiSvd.Decompose(u, values, v);

        for (int i = 1; i < n; i++) Assert.True(values[i - 1] >= values[i]);
        AssertIdentity(u, n);
        AssertIdentity(v, n);
        for (int row = 0; row < n; row++)
            for (int col = 0; col < n; col++)
            {
                double product = 0;
                for (int i = 0; i < n; i++) product += u[i * n + row] * values[i] * v[i * n + col];
                Assert.Equal(a[col * n + row], product, 1e-12);
            }
    }

    [Fact]
    public void Decompose_RankOne_GivesOneValueAndZeros()
    {
        double[] u = [3, 4, 6, 8], values = new double[2], v = new double[4];
        JacobiSvd.Decompose(u, values, v);
        Assert.Equal(Math.Sqrt(125), values[0], 12);
        Assert.InRange(values[1], 0, 1e-14);
    }

    [Fact]
    public void Decompose_NaN_SaysSo()
    {
        double[] u = [double.NaN, 1, 2, 3], values = new double[2], v = new double[4];
        Assert.Contains("finite", Assert.Throws<ArithmeticException>(() => JacobiSvd.Decompose(u, values, v)).Message, StringComparison.Ordinal);
    }

    private static void AssertIdentity(double[] columns, int n)
    {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double dot = 0;
                for (int k = 0; k < n; k++) dot += columns[i * n + k] * columns[j * n + k];
                Assert.Equal(i == j ? 1 : 0, dot, 1e-12);
            }
    }
}
