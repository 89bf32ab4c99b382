namespace Winnow.Numerics.Tests.LinearAlgebra;

public sealed class GemmTests : IDisposable
{
    private readonly WorkerTeam _two = new(2);

    public void Dispose() => _two.Dispose();

    public static TheoryData<Transpose, Transpose, bool> Forms
    {
        get
        {
            TheoryData<Transpose, Transpose, bool> forms = [];
            foreach (Transpose a in Enum.GetValues<Transpose>())
                foreach (Transpose b in Enum.GetValues<Transpose>())
                    foreach (bool accumulate in (bool[])[false, true]) forms.Add(a, b, accumulate);
            return forms;
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Multiply_EveryWidth_StaysInsideRoundingBound(Transpose transA, Transpose transB, bool accumulate)
    {
        for (int n = 1; n <= 130; n++) Check(transA, transB, 9, n, 21, accumulate, gap: n % 3);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Multiply_EveryHeight_StaysInsideRoundingBound(Transpose transA, Transpose transB, bool accumulate)
    {
        for (int m = 1; m <= 130; m++) Check(transA, transB, m, 19, 7, accumulate, gap: m % 3);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Multiply_EveryDepth_StaysInsideRoundingBound(Transpose transA, Transpose transB, bool accumulate)
    {
        for (int k = 0; k <= 130; k++) Check(transA, transB, 5, 50, k, accumulate, gap: k % 3);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Multiply_SeveralBlocksOfEachKind_StaysInsideRoundingBound(Transpose transA, Transpose transB, bool accumulate)
    {
        Check(transA, transB, 70, 110, 1100, accumulate, gap: 5);           // three depth blocks, parallel packing
        Check(transA, transB, 455, 70, 17, accumulate, gap: 0);             // too many rows to read the right factor in place
        Check(transA, transB, 1, 300, 1030, accumulate, gap: 0);
        Check(transA, transB, 300, 1, 1030, accumulate, gap: 0);
        Check(transA, transB, 2, 4200, 515, accumulate, gap: 1);            // two blocks of columns
        Check(transA, transB, 20, 60, 1024, accumulate, gap: 0);            // rows a whole number of cache ways apart
        Check(transA, transB, 40, 32, 40, accumulate, gap: 0);              // narrow enough to be read in place
    }

    [Theory, InlineData(0, 5, 3), InlineData(4, 0, 3), InlineData(4, 5, 0), InlineData(0, 0, 0)]
    public void Multiply_EmptySides_GivesZerosOrLeavesTheSum(int m, int n, int k)
    {
        Check(Transpose.No, Transpose.No, m, n, k, accumulate: false, gap: 2);
        Check(Transpose.Yes, Transpose.Yes, m, n, k, accumulate: true, gap: 2);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Multiply_OneOrMoreThreads_GivesTheSameBits(Transpose transA, Transpose transB, bool accumulate)
    {
        using WorkerTeam three = new(3);
        foreach ((int m, int n, int k) in ((int, int, int)[])[(333, 77, 600), (64, 500, 129), (5, 900, 700), (900, 1, 900), (1, 900, 900)])
        {
            float[] one = Product(transA, transB, m, n, k, accumulate, WorkerTeam.Single);
            Assert.Equal(one, Product(transA, transB, m, n, k, accumulate, _two));
            Assert.Equal(one, Product(transA, transB, m, n, k, accumulate, three));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Multiply_EveryKernel_AgreesWithTheReference(Transpose transA, Transpose transB, bool accumulate)
    {
        AssertAgrees<GemmKernelScalar>(transA, transB, accumulate);
        AssertAgrees<GemmKernelVector>(transA, transB, accumulate);
        AssertAgrees<GemmKernel512>(transA, transB, accumulate);        // emulated where the machine has no such registers
    }

    [Fact]
    public void Multiply_RowsOfABatch_EqualRowsOneByOne()
    {
        using TestMatrix x = new(100, 429, seed: 1), w = new(429, 45, seed: 2), batch = new(100, 45), single = new(1, 45);
        Gemm.Multiply(Transpose.No, x.View, Transpose.No, w.View, batch.View, accumulate: false, _two);
        for (int r = 0; r < 100; r++)
        {
            Gemm.Multiply(Transpose.No, x.View.RowRange(r, 1), Transpose.No, w.View, single.View, accumulate: false, _two);
            Assert.Equal(batch.View.Row(r).ToArray(), single.ToArray());
        }
    }

    [Theory, InlineData(40, 70, 30), InlineData(1, 70, 30), InlineData(40, 1, 30), InlineData(200, 450, 600)]
    public void Multiply_NotANumberAndInfinity_ReachTheirRowsAndColumnsOnly(int m, int n, int k)
    {
        using TestMatrix a = new(m, k, 3, 1), b = new(k, n, 3, 2), c = new(m, n, 3);
        a.View[m - 1, k / 2] = float.NaN;
        b.View[k - 1, n - 1] = float.PositiveInfinity;
        Gemm.Multiply(Transpose.No, a.View, Transpose.No, b.View, c.View, accumulate: false, _two);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (i == m - 1) Assert.True(float.IsNaN(c.View[i, j]));
                else if (j == n - 1) Assert.True(float.IsInfinity(c.View[i, j]));
                else Assert.True(float.IsFinite(c.View[i, j]));
            }
        }
    }

    [Theory, InlineData(130, 200, 700), InlineData(1, 65, 40), InlineData(65, 1, 40), InlineData(7, 9, 0), InlineData(3, 2000, 600)]
    public void Multiply_WithEpilogue_AppliesItToEveryElementOnce(int m, int n, int k)
    {
        using TestMatrix a = new(m, k, 1, 1), b = new(k, n, 2, 2), plain = new(m, n, 0, 3), fused = new(m, n, 4, 3);
        Gemm.Multiply(Transpose.No, a.View, Transpose.No, b.View, plain.View, accumulate: true, _two);
        Gemm.Multiply(Transpose.No, a.View, Transpose.No, b.View, fused.View, accumulate: true, new AddIndex(), _two);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) Assert.Equal(plain.View[i, j] + (i * 1000 + j), fused.View[i, j]);
        fused.AssertGapsUntouched();
    }

    [Fact]
    public void Multiply_ColumnsOfOneMatrix_MayBeFactorAndResult()
    {
        using TestMatrix shared = new(20, 40, 0, 1), w = new(10, 8, 0, 2), apart = new(20, 8);
        MatrixView left = shared.View.Columns(3, 10), result = shared.View.Columns(13, 8);
        Gemm.Multiply(Transpose.No, left, Transpose.No, w.View, apart.View, accumulate: false, _two);
        Gemm.Multiply(Transpose.No, left, Transpose.No, w.View, result, accumulate: false, _two);
        for (int r = 0; r < 20; r++) Assert.Equal(apart.View.Row(r).ToArray(), result.Row(r).ToArray());
    }

    [Fact]
    public void Multiply_ResultOverlapsFactor_Throws()
    {
        using TestMatrix x = new(8, 8), w = new(8, 8);
        Assert.Throws<ArgumentException>(
            () => Gemm.Multiply(Transpose.No, x.View, Transpose.No, w.View, x.View, accumulate: false, _two));
        Assert.Throws<ArgumentException>(
            () => Gemm.Multiply(Transpose.No, w.View, Transpose.No, x.View, x.View, accumulate: false, _two));
    }

    [Fact]
    public void Multiply_ShapesDoNotFit_ThrowsWithTheShapes()
    {
        using TestMatrix a = new(2, 3), b = new(4, 5), c = new(2, 5);
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => Gemm.Multiply(Transpose.No, a.View, Transpose.No, b.View, c.View, accumulate: false, _two));
        Assert.Contains("[2, 3] · [4, 5] = [2, 5]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_Warm_AllocatesNothing()
    {
        using TestMatrix a = new(100, 90, 0, 1), b = new(90, 80, 0, 2), c = new(100, 80);
        for (int i = 0; i < 50; i++) Multiply();

        Allocations.AssertNone(Multiply);

        void Multiply() => Gemm.Multiply(Transpose.No, a.View, Transpose.No, b.View, c.View, accumulate: false, new AddIndex(), _two);
    }

    private void Check(Transpose transA, Transpose transB, int m, int n, int k, bool accumulate, int gap)
    {
        using TestMatrix a = transA == Transpose.No ? new(m, k, gap, 1) : new(k, m, gap, 1);
        using TestMatrix b = transB == Transpose.No ? new(k, n, gap, 2) : new(n, k, gap, 2);
        using TestMatrix c = new(m, n, gap, 3), before = new(m, n, gap, 3);
        Gemm.Multiply(transA, a.View, transB, b.View, c.View, accumulate, _two);
        c.AssertGapsUntouched();
        double[] exact = new double[n], magnitude = new double[n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++) magnitude[j] = Math.Abs(exact[j] = accumulate ? before.View[i, j] : 0);
            for (int p = 0; p < k; p++)
            {
                double x = transA == Transpose.No ? a.View[i, p] : a.View[p, i];
                for (int j = 0; j < n; j++)
                {
                    double term = x * (transB == Transpose.No ? b.View[p, j] : b.View[j, p]);
                    exact[j] += term;
                    magnitude[j] += Math.Abs(term);
                }
            }
            for (int j = 0; j < n; j++)
            {
                double bound = (k + 2) * Math.Pow(2, -23) * magnitude[j];       // holds for any order of additions
                Assert.InRange(c.View[i, j], exact[j] - bound, exact[j] + bound);
            }
        }
    }

    private static void AssertAgrees<TKernel>(Transpose transA, Transpose transB, bool accumulate) where TKernel : struct, IGemmKernel
    {
        const int M = 23, N = 101, K = 40;
        using TestMatrix a = transA == Transpose.No ? new(M, K, 1, 1) : new(K, M, 1, 1);
        using TestMatrix b = transB == Transpose.No ? new(K, N, 1, 2) : new(N, K, 1, 2);
        using TestMatrix c = new(M, N, 1, 3), expected = new(M, N, 1, 3);
        BlockedProduct.Multiply<TKernel, NoEpilogue>(
            GemmOperand.Of(transA, a.View), GemmOperand.Of(transB, b.View), c.View, K, accumulate, default, WorkerTeam.Single);
        GemmReference.Multiply(transA, a.View, transB, b.View, expected.View, accumulate);
        c.AssertGapsUntouched();
        for (int i = 0; i < M; i++)
            for (int j = 0; j < N; j++) Assert.Equal(expected.View[i, j], c.View[i, j], 2 * (K + 2) * MathF.Pow(2, -24) * (K + 1));
    }

    private static float[] Product(Transpose transA, Transpose transB, int m, int n, int k, bool accumulate, WorkerTeam team)
    {
        using TestMatrix a = transA == Transpose.No ? new(m, k, 1, 1) : new(k, m, 1, 1);
        using TestMatrix b = transB == Transpose.No ? new(k, n, 1, 2) : new(n, k, 1, 2);
        using TestMatrix c = new(m, n, 1, 3);
        Gemm.Multiply(transA, a.View, transB, b.View, c.View, accumulate, team);
        return c.ToArray();
    }

    private readonly struct AddIndex : IGemmEpilogue
    {
        public void Apply(MatrixView tile, int row, int col)
        {
            for (int r = 0; r < tile.Rows; r++)
                for (int c = 0; c < tile.Cols; c++) tile[r, c] += (row + r) * 1000 + (col + c);
        }
    }
}
