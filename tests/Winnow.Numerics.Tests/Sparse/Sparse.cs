namespace Winnow.Numerics.Tests.Sparse;

/// <summary>Random sparse matrices and what they look like dense.</summary>
internal static class Sparse
{
    internal static CsrMatrix Random(int rows, int cols, double share, bool binary, int seed)
    {
        Random random = new(seed);
        List<int> rowOf = [], colOf = [];
        List<float> values = [];
        for (int row = 0; row < rows; row++)
        {
            for (int col = 0; col < cols; col++)
            {
                if (random.NextDouble() >= share) continue;
                rowOf.Add(row);
                colOf.Add(col);
                values.Add(random.Next(1, 6));
            }
        }
        return CsrMatrix.FromEntries(rows, cols, [.. rowOf], [.. colOf], binary ? default : [.. values]);
    }

    internal static double[,] Dense(CsrMatrix matrix)
    {
        double[,] dense = new double[matrix.Rows, matrix.Cols];
        for (int row = 0; row < matrix.Rows; row++)
            for (int i = 0; i < matrix.RowLength(row); i++) dense[row, matrix.Row(row)[i]] = matrix.IsBinary ? 1 : matrix.RowValues(row)[i];
        return dense;
    }

    internal static void AssertSame(CsrMatrix expected, CsrMatrix actual)
    {
        Assert.Equal((expected.Rows, expected.Cols), (actual.Rows, actual.Cols));
        Assert.Equal(expected.Starts, actual.Starts);
        Assert.Equal(expected.Columns, actual.Columns);
        Assert.Equal(expected.Values, actual.Values);
    }
}
