using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Makes matrices of rows of others.</summary>
internal static class MatrixRows
{
    /// <summary>The rows of these numbers, in this order.</summary>
    public static CsrMatrix Of(CsrMatrix matrix, ReadOnlySpan<int> rows)
    {
        int[] starts = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++) starts[i + 1] = checked(starts[i] + matrix.RowLength(rows[i]));
        int[] columns = new int[starts[^1]];
        float[]? values = matrix.IsBinary ? null : new float[columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            matrix.Row(rows[i]).CopyTo(columns.AsSpan(starts[i]));
            if (values is not null) matrix.RowValues(rows[i]).CopyTo(values.AsSpan(starts[i]));
        }
        return new CsrMatrix(rows.Length, matrix.Cols, starts, columns, values);
    }

    /// <summary>The rows put at these ascending places among <paramref name="rows"/>; the others are empty.</summary>
    public static CsrMatrix Spread(CsrMatrix matrix, IReadOnlyList<int> places, int rows)
    {
        int[] starts = new int[rows + 1];
        for (int i = 0; i < matrix.Rows; i++) starts[places[i] + 1] = matrix.RowLength(i);
        for (int row = 0; row < rows; row++) starts[row + 1] += starts[row];
        return new CsrMatrix(rows, matrix.Cols, starts, matrix.Columns.ToArray(), matrix.IsBinary ? null : matrix.Values.ToArray());
    }

    /// <summary>The entries of a binary matrix that another of the same shape does not have.</summary>
    public static CsrMatrix Without(CsrMatrix matrix, CsrMatrix taken)
    {
        int[] starts = new int[matrix.Rows + 1];
        List<int> columns = new(matrix.Entries);
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<int> drop = taken.Row(row);
            foreach (int column in matrix.Row(row))
                if (drop.BinarySearch(column) < 0) columns.Add(column);
            starts[row + 1] = columns.Count;
        }
        return new CsrMatrix(matrix.Rows, matrix.Cols, starts, [.. columns]);
    }

    /// <summary>Whether two matrices have the same shape, entries and values.</summary>
    public static bool Same(CsrMatrix a, CsrMatrix b) => a.Rows == b.Rows && a.Cols == b.Cols
        && a.Starts.SequenceEqual(b.Starts) && a.Columns.SequenceEqual(b.Columns) && a.Values.SequenceEqual(b.Values);

    /// <summary>Number of columns that two rows share.</summary>
    public static int Shared(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int shared = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            int order = a[i].CompareTo(b[j]);
            if (order == 0) shared++;
            if (order <= 0) i++;
            if (order >= 0) j++;
        }
        return shared;
    }
}
