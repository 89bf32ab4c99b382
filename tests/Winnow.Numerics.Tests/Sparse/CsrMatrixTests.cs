namespace Winnow.Numerics.Tests.Sparse;

public sealed class CsrMatrixTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void Transpose_SmallMatrix_SwapsRowsAndColumns(bool binary)
    {
        CsrMatrix matrix = Sparse.Random(13, 29, 0.2, binary, 1);
        double[,] dense = Sparse.Dense(matrix), transposed = Sparse.Dense(matrix.Transpose());
        for (int row = 0; row < 13; row++)
            for (int col = 0; col < 29; col++) Assert.Equal(dense[row, col], transposed[col, row]);
    }

    [Theory, InlineData(2), InlineData(5)]
    public void Transpose_SeveralThreads_GivesTheSameMatrix(int threads)
    {
        using WorkerTeam team = new(threads);
        CsrMatrix matrix = Sparse.Random(900, 1100, 0.8, binary: false, 2);       // enough entries for several threads
        Assert.True(matrix.Entries > 5 * (1 << 17));
        Sparse.AssertSame(matrix.Transpose(), matrix.Transpose(team));
        Sparse.AssertSame(matrix, matrix.Transpose(team).Transpose(team));
    }

    [Fact]
    public void FromEntries_RepeatedPlace_TheLastCounts()
    {
        CsrMatrix matrix = CsrMatrix.FromEntries(2, 3, [1, 0, 1, 1, 0], [2, 1, 0, 2, 1], [5, 6, 7, 8, 9]);
        Assert.Equal([0, 1, 3], matrix.Starts);
        Assert.Equal([1, 0, 2], matrix.Columns);
        Assert.Equal([9f, 7f, 8f], matrix.Values);
    }

    [Theory, InlineData(1, true), InlineData(2, true), InlineData(5, true), InlineData(1, false), InlineData(5, false)]
    public void FromEntries_ManyInAnyOrderWithRepeats_EqualsADictionary(int threads, bool binary)
    {
        const int Rows = 700, Cols = 500, Entries = 800_000;
        Random random = new(3);
        int[] rowOf = new int[Entries], colOf = new int[Entries];
        float[] values = new float[Entries];
        float[,] expected = new float[Rows, Cols];
        for (int i = 0; i < Entries; i++)
        {
            (rowOf[i], colOf[i], values[i]) = (random.Next(Rows), random.Next(Cols), i + 1);
            expected[rowOf[i], colOf[i]] = binary ? 1 : values[i];
        }
        using WorkerTeam team = new(threads);

        CsrMatrix matrix = CsrMatrix.FromEntries(Rows, Cols, rowOf, colOf, binary ? default : values, team);

        double[,] actual = Sparse.Dense(matrix);
        for (int row = 0; row < Rows; row++)
            for (int col = 0; col < Cols; col++) Assert.Equal(expected[row, col], actual[row, col]);
        _ = new CsrMatrix(Rows, Cols, matrix.Starts.ToArray(), matrix.Columns.ToArray());      // columns ascend
    }

    [Fact]
    public void FromEntries_OutsideTheShape_SaysWhere()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => CsrMatrix.FromEntries(2, 2, [0, 1], [0, 2]));
        Assert.Contains("(1, 2)", e.Message, StringComparison.Ordinal);
    }
}
