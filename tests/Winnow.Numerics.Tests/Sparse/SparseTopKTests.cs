namespace Winnow.Numerics.Tests.Sparse;

public sealed class SparseTopKTests
{
    public static TheoryData<bool, bool, bool, int, double> Cases
    {
        get
        {
            TheoryData<bool, bool, bool, int, double> cases = [];
            foreach (bool a in (bool[])[true, false])
                foreach (bool b in (bool[])[true, false])
                    foreach (bool weighted in (bool[])[true, false])
                        foreach (double share in (double[])[0.02, 0.4])          // columns written down as they come; read off from end to end
                            cases.Add(a, b, weighted, share > 0.1 ? 7 : 3, share);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Product_AnyKindOfMatrix_KeepsTheLargestOfTheDenseProduct(bool aBinary, bool bBinary, bool weighted, int k, double share)
    {
        CsrMatrix a = Sparse.Random(60, 45, share, aBinary, 4), b = Sparse.Random(45, 60, share, bBinary, 5);
        double[]? weights = weighted ? [.. Enumerable.Range(0, 45).Select(i => 0.25 * (i % 5))] : null;      // exact in any order

        CsrMatrix product = SparseTopK.Product(a, b, k, default(ByColumn), skipDiagonal: true, WorkerTeam.Single, weights);

        double[,] left = Sparse.Dense(a), right = Sparse.Dense(b);
        for (int row = 0; row < 60; row++)
        {
            List<(float Value, int Column)> all = [];
            ByColumn formula = default;
            formula.Begin(row);
            for (int col = 0; col < 60; col++)
            {
                double sum = 0;
                for (int i = 0; i < 45; i++) sum += left[row, i] * right[i, col] * (weights?[i] ?? 1);
                if (sum != 0 && col != row) all.Add(((float)formula.Apply(sum, col), col));
            }
            (float Value, int Column)[] best = [.. all.OrderByDescending(x => x.Value).ThenBy(x => x.Column).Take(k).OrderBy(x => x.Column)];
            Assert.Equal(best.Select(x => x.Column), product.Row(row).ToArray());
            Assert.Equal(best.Select(x => x.Value), product.RowValues(row).ToArray());
        }
    }

    [Theory, InlineData(2), InlineData(5)]
    public void Product_SeveralThreads_GivesTheSameBits(int threads)
    {
        using WorkerTeam team = new(threads);
        CsrMatrix a = Sparse.Random(500, 300, 0.2, binary: true, 6);
        double[] weights = [.. Enumerable.Range(0, 300).Select(i => Math.Log(300.0 / (1 + i)))];
        Sparse.AssertSame(
            SparseTopK.Product(a, a.Transpose(), 20, default(ByColumn), skipDiagonal: true, WorkerTeam.Single, weights),
            SparseTopK.Product(a, a.Transpose(), 20, default(ByColumn), skipDiagonal: true, team, weights));
    }

    [Fact]
    public void Product_EqualElements_KeepsTheLowerColumns()
    {
        CsrMatrix a = CsrMatrix.FromEntries(1, 1, [0], [0]), b = CsrMatrix.FromEntries(1, 500, new int[500], [.. Enumerable.Range(0, 500)]);
        CsrMatrix product = SparseTopK.Product(a, b, 3, default(Same), skipDiagonal: true, WorkerTeam.Single);
        Assert.Equal([1, 2, 3], product.Columns);
    }

    /// <summary>The golden columns came from <c>numpy.argpartition(w, 11)[:12]</c> of numpy 1.24.2, w being minus the sums in the order 4, 9, 11 … 39 of
    /// their first touch, and zeros behind.</summary>
    [Theory, InlineData(1), InlineData(3)]
    public void Product_EqualElementsAsNumpyPartitions_KeepsThoseThatNumpyKeeps(int threads)
    {
        int[] first = [4, 9, 11, 13, 15, 16, 18, 25, 26, 27, 28, 29, 30, 32, 38];
        int[] second = [2, 5, 6, 8, 9, 12, 13, 15, 17, 19, 20, 22, 25, 26, 27, 30, 32, 34, 38, 39];
        CsrMatrix a = CsrMatrix.FromEntries(1, 2, [0, 0], [0, 1]);
        CsrMatrix b = CsrMatrix.FromEntries(2, 40, [.. first.Select(_ => 0), .. second.Select(_ => 1)], [.. first, .. second]);
        using WorkerTeam team = new(threads);

        CsrMatrix product = SparseTopK.Product(a, b, 12, default(Same), skipDiagonal: true, team, equal: EqualElements.AsNumpyPartitions);

        Assert.Equal([9, 13, 15, 17, 19, 25, 26, 27, 30, 32, 38, 39], product.Columns);
        Assert.Equal([2, 2, 2, 1, 1, 2, 2, 2, 2, 2, 2, 1], product.Values);
    }

    [Fact]
    public void Product_EitherWithEqualElements_KeepsTheSameValues()
    {
        CsrMatrix a = Sparse.Random(60, 45, 0.3, binary: false, 4), b = Sparse.Random(45, 60, 0.3, binary: false, 5);
        CsrMatrix lower = SparseTopK.Product(a, b, 7, default(ByColumn), skipDiagonal: true, WorkerTeam.Single);
        CsrMatrix numpy = SparseTopK.Product(a, b, 7, default(ByColumn), skipDiagonal: true, WorkerTeam.Single, equal: EqualElements.AsNumpyPartitions);
        for (int row = 0; row < 60; row++)
            Assert.Equal(lower.RowValues(row).ToArray().Order(), numpy.RowValues(row).ToArray().Order());
    }

    [Fact]
    public void Product_Cancelled_Throws()
    {
        CsrMatrix a = Sparse.Random(5, 5, 0.5, binary: true, 7);
        Assert.Throws<OperationCanceledException>(
            () => SparseTopK.Product(a, a, 2, default(Same), skipDiagonal: false, WorkerTeam.Single, cancel: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void LargestOfRows_ManyWithNegativesAndTies_EqualsSorting()
    {
        Random random = new(8);
        foreach (int n in (int[])[0, 1, 5, 31, 64, 100, 1000, 5000])
        {
            float[] values = [.. Enumerable.Range(0, n).Select(_ => (float)random.Next(-50, 50))];
            CsrMatrix matrix = CsrMatrix.FromEntries(1, Math.Max(1, n), new int[n], [.. Enumerable.Range(0, n)], values);
            foreach (int k in (int[])[1, 2, 17, 500])
            {
                int[] best = [.. Enumerable.Range(0, n).Where(i => values[i] != 0).OrderByDescending(i => values[i]).ThenBy(i => i).Take(k).Order()];
                CsrMatrix kept = matrix.LargestOfRows(k, WorkerTeam.Single);
                Assert.Equal(best, kept.Columns.ToArray());
                Assert.Equal(best.Select(i => values[i]), kept.Values.ToArray());
            }
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public unsafe void Gram_SparseRows_EqualsTheDenseProduct(bool binary)
    {
        using WorkerTeam team = new(3);
        CsrMatrix a = Sparse.Random(150, 90, 0.2, binary, 9);
        using NativeBuffer<float> buffer = new(150 * 150);
        MatrixView gram = new(buffer.Pointer, 150, 150);

        SparseGram.Multiply(a, a.Transpose(), gram, team);

        double[,] dense = Sparse.Dense(a);
        for (int i = 0; i < 150; i++)
        {
            for (int j = 0; j < 150; j++)
            {
                double sum = 0;
                for (int u = 0; u < 90; u++) sum += dense[i, u] * dense[j, u];
                Assert.Equal(sum, gram[i, j]);          // whole numbers below 2²⁴
            }
        }
    }

    private struct ByColumn : IProductFormula
    {
        private int _row;

        public void Begin(int row) => _row = row;

        public readonly double Apply(double product, int column) => product / (1 + (column + _row) % 3);
    }

    private readonly struct Same : IProductFormula
    {
        public void Begin(int row)
        {
        }

        public double Apply(double product, int column) => product;
    }
}
