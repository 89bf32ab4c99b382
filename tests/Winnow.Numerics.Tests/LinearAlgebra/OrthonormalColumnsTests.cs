namespace Winnow.Numerics.Tests.LinearAlgebra;

public sealed unsafe class OrthonormalColumnsTests
{
    [Theory, InlineData(5, 1), InlineData(40, 7), InlineData(300, 33), InlineData(500, 100), InlineData(64, 64)]
    public void Make_RandomMatrix_IsOrthonormalAndSpansTheSame(int rows, int cols)
    {
        using NativeBuffer<float> buffer = new((nuint)(rows * cols));
        new RandomStream(1, "columns").FillNormal(buffer.Span, 1, 1);       // a mean, so that columns are far from orthogonal
        float[] before = buffer.Span.ToArray();
        MatrixView y = new(buffer.Pointer, rows, cols);

        OrthonormalColumns.Make(y, WorkerTeam.Single);

        for (int i = 0; i < cols; i++)
            for (int j = 0; j <= i; j++) Assert.InRange(Dot(y, i, j) - (i == j ? 1 : 0), -2e-6, 2e-6);
        for (int col = 0; col < cols; col++)
            Assert.InRange(DistanceToSpan(y, before, col), 0, 1e-4);
    }

    [Fact]
    public void Make_DependentColumns_BecomeZero()
    {
        const int Rows = 50;
        using NativeBuffer<float> buffer = new(Rows * 4);
        MatrixView y = new(buffer.Pointer, Rows, 4);
        for (int r = 0; r < Rows; r++) (y[r, 0], y[r, 1], y[r, 2], y[r, 3]) = (r, 2 * r, 0, 1);
        OrthonormalColumns.Make(y, WorkerTeam.Single);
        Assert.Equal(1, Dot(y, 0, 0), 5);
        Assert.Equal(0, Dot(y, 1, 1));
        Assert.Equal(0, Dot(y, 2, 2));
        Assert.Equal(1, Dot(y, 3, 3), 5);
    }

    private static double DistanceToSpan(MatrixView q, float[] before, int col)
    {
        double[] rest = new double[q.Rows];
        for (int r = 0; r < q.Rows; r++) rest[r] = before[r * q.Cols + col];
        for (int i = 0; i < q.Cols; i++)
        {
            double share = 0;
            for (int r = 0; r < q.Rows; r++) share += q[r, i] * (double)before[r * q.Cols + col];
            for (int r = 0; r < q.Rows; r++) rest[r] -= share * q[r, i];
        }
        return Math.Sqrt(rest.Sum(x => x * x) / q.Rows);
    }

    private static double Dot(MatrixView y, int i, int j)
    {
        double sum = 0;
        for (int r = 0; r < y.Rows; r++) sum += (double)y[r, i] * y[r, j];
        return sum;
    }
}
