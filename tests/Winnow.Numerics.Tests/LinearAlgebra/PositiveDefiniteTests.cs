namespace Winnow.Numerics.Tests.LinearAlgebra;

public sealed unsafe class PositiveDefiniteTests
{
    public static TheoryData<int> Sizes => [0, 1, 2, 63, 64, 65, 130, 255, 256, 257, 300, 600];

    /// <summary>Condition numbers here stay below 10, so that each of the n-term sums of the check is off by at most a few n 2⁻²³.</summary>
    [Theory, MemberData(nameof(Sizes))]
    public void Invert_WellConditioned_TimesTheMatrixIsOne(int n)
    {
        using NativeBuffer<float> original = Matrix(n), inverse = Matrix(n);
        PositiveDefinite.Invert(View(inverse, n), WorkerTeam.Single);
        for (int i = 0; i < n; i += Math.Max(1, n / 40))
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int k = 0; k < n; k++) sum += (double)original.Pointer[(nint)i * n + k] * inverse.Pointer[(nint)k * n + j];
                Assert.InRange(sum - (i == j ? 1 : 0), -1e-5, 1e-5);
                Assert.Equal(inverse.Pointer[(nint)i * n + j], inverse.Pointer[(nint)j * n + i]);
            }
        }
    }

    [Fact]
    public void Factor_TimesItsTranspose_IsTheMatrix()
    {
        const int N = 333;
        using NativeBuffer<float> original = Matrix(N), factor = Matrix(N);
        PositiveDefinite.Factor(View(factor, N), WorkerTeam.Single);
        for (int i = 0; i < N; i += 7)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k <= j; k++) sum += (double)factor.Pointer[i * N + k] * factor.Pointer[j * N + k];
                Assert.InRange(sum - original.Pointer[i * N + j], -1e-5 * N, 1e-5 * N);      // the diagonal is about N
            }
        }
    }

    [Theory, InlineData(2), InlineData(5)]
    public void Invert_SeveralThreads_GivesTheSameBits(int threads)
    {
        const int N = 700;
        using WorkerTeam team = new(threads);
        using NativeBuffer<float> alone = Matrix(N), together = Matrix(N);
        PositiveDefinite.Invert(View(alone, N), WorkerTeam.Single);
        PositiveDefinite.Invert(View(together, N), team);
        Assert.True(alone.Span.SequenceEqual(together.Span));
    }

    [Fact]
    public void Factor_NotPositiveDefinite_SaysWhere()
    {
        using NativeBuffer<float> buffer = Matrix(5);
        View(buffer, 5)[3, 3] = -1;
        ArithmeticException e = Assert.Throws<ArithmeticException>(() => PositiveDefinite.Factor(View(buffer, 5), WorkerTeam.Single));
        Assert.Contains("pivot 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Factor_NotSquare_Throws()
    {
        using NativeBuffer<float> buffer = new(6);
        Assert.Throws<ArgumentException>(() => PositiveDefinite.Factor(new MatrixView(buffer.Pointer, 2, 3), WorkerTeam.Single));
    }

    private static MatrixView View(NativeBuffer<float> buffer, int n) => new(buffer.Pointer, n, n);

    /// <summary>Symmetric, elements in [−1, 1), n added to the diagonal.</summary>
    private static NativeBuffer<float> Matrix(int n)
    {
        NativeBuffer<float> buffer = new((nuint)n * (nuint)n);
        new RandomStream(1, "positive definite").FillUniform(buffer.Span, -1, 1);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) buffer.Pointer[(nint)j * n + i] = buffer.Pointer[(nint)i * n + j];
            buffer.Pointer[(nint)i * n + i] = n + 1;
        }
        return buffer;
    }
}
