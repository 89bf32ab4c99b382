namespace Winnow.Numerics;

/// <summary>A sparse matrix by compressed rows: of each row the columns that are not zero, ascending, and their values.</summary>
/// <remarks>Immutable. Without values every stored entry is 1, and no memory is spent on saying so. At most 2³¹ − 1 entries.</remarks>
public sealed class CsrMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[]? _values;

    /// <summary>Takes over the arrays of a matrix.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="cols">Number of columns, at least 0.</param>
    /// <param name="starts">Where each row begins in <paramref name="columns"/>, shape [rows + 1], ascending from 0.</param>
    /// <param name="columns">Columns, strictly ascending inside a row, each in [0, cols).</param>
    /// <param name="values">One value an entry; null: all are 1.</param>
    /// <exception cref="ArgumentException">The arrays do not describe such a matrix; the message says where.</exception>
    public CsrMatrix(int rows, int cols, int[] starts, int[] columns, float[]? values = null)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(cols);
        if (starts.Length != rows + 1 || starts[0] != 0 || starts[rows] != columns.Length)
            throw new ArgumentException($"Row starts must be {rows + 1} numbers from 0 to {columns.Length}.", nameof(starts));
        if (values is not null && values.Length != columns.Length)
            throw new ArgumentException($"{columns.Length} columns came with {values.Length} values; each entry needs one.", nameof(values));
        for (int row = 0; row < rows; row++) CheckRow(row, cols, starts, columns);
        (Rows, Cols, _starts, _columns, _values) = (rows, cols, starts, columns, values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Cols { get; }

    /// <summary>Number of stored entries.</summary>
    public int Entries => _columns.Length;

    /// <summary>Whether every stored entry is 1.</summary>
    public bool IsBinary => _values is null;

    /// <summary>Where each row begins, shape [rows + 1].</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The columns of all entries, row by row.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>The values of all entries, row by row; empty if the matrix is binary.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The columns of a row, ascending.</summary>
    public ReadOnlySpan<int> Row(int row) => _columns.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The values of a row; empty if the matrix is binary.</summary>
    public ReadOnlySpan<float> RowValues(int row) =>
        _values is null ? default : _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>Number of entries of a row.</summary>
    public int RowLength(int row) => _starts[row + 1] - _starts[row];

    /// <summary>The same pattern with other values.</summary>
    /// <param name="values">One value an entry; null: all are 1.</param>
    public CsrMatrix WithValues(float[]? values) => new(Rows, Cols, _starts, _columns, values);

    /// <summary>The transpose: columns become rows. O(entries), rows stay in ascending order.</summary>
    public CsrMatrix Transpose()
    {
        int[] starts = new int[Cols + 1], columns = new int[Entries];
        float[]? values = _values is null ? null : new float[Entries];
        foreach (int col in _columns) starts[col + 1]++;
        for (int col = 0; col < Cols; col++) starts[col + 1] += starts[col];
        int[] next = starts.AsSpan(0, Cols).ToArray();
        for (int row = 0; row < Rows; row++)
        {
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
            {
                int at = next[_columns[i]]++;
                columns[at] = row;
                if (values is not null) values[at] = _values![i];
            }
        }
        return new CsrMatrix(Cols, Rows, starts, columns, values);
    }

    /// <summary>A matrix from entries in any order; of several in one place the last one counts.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="cols">Number of columns.</param>
    /// <param name="rowOf">Row of each entry, shape [n].</param>
    /// <param name="colOf">Column of each entry, shape [n].</param>
    /// <param name="values">Value of each entry, shape [n]; empty: all are 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a row or column is out of range.</exception>
    public static CsrMatrix FromEntries(int rows, int cols, ReadOnlySpan<int> rowOf, ReadOnlySpan<int> colOf, ReadOnlySpan<float> values = default)
    {
        if (rowOf.Length != colOf.Length || (values.Length != 0 && values.Length != rowOf.Length))
            throw new ArgumentException($"{rowOf.Length} rows, {colOf.Length} columns and {values.Length} values came; each entry needs one of each.");
        int[] starts = new int[rows + 1];
        for (int i = 0; i < rowOf.Length; i++)
        {
            if ((uint)rowOf[i] >= (uint)rows || (uint)colOf[i] >= (uint)cols)
                throw new ArgumentException($"Entry {i} lies at ({rowOf[i]}, {colOf[i]}), outside of {rows} × {cols}.");
            starts[rowOf[i] + 1]++;
        }
        for (int row = 0; row < rows; row++) starts[row + 1] += starts[row];
        int[] entry = new int[rowOf.Length], next = starts.AsSpan(0, rows).ToArray(), columns = new int[rowOf.Length];
        for (int i = 0; i < rowOf.Length; i++)
        {
            int at = next[rowOf[i]]++;
            (entry[at], columns[at]) = (i, colOf[i]);
        }
        return Compact(rows, cols, starts, columns, entry, values);
    }

    /// <summary>Sorts each row and keeps the last of equal columns.</summary>
    private static CsrMatrix Compact(int rows, int cols, int[] starts, int[] columns, int[] entry, ReadOnlySpan<float> values)
    {
        int[] compactStarts = new int[rows + 1];
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            int start = starts[row], length = starts[row + 1] - start;
            SortRow(columns.AsSpan(start, length), entry.AsSpan(start, length));
            for (int i = start; i < start + length; i++)
            {
                if (i + 1 < start + length && columns[i + 1] == columns[i]) continue;
                (columns[kept], entry[kept]) = (columns[i], entry[i]);
                kept++;
            }
            compactStarts[row + 1] = kept;
        }
        Array.Resize(ref columns, kept);
        float[]? keptValues = values.IsEmpty ? null : new float[kept];
        for (int i = 0; i < (keptValues?.Length ?? 0); i++) keptValues![i] = values[entry[i]];
        return new CsrMatrix(rows, cols, compactStarts, columns, keptValues);
    }

    /// <summary>By column; equal columns stay in the order they came, which their entry numbers tell.</summary>
    private static void SortRow(Span<int> columns, Span<int> entry)
    {
        columns.Sort(entry);
        for (int i = 0; i < columns.Length;)
        {
            int end = i + 1;
            while (end < columns.Length && columns[end] == columns[i]) end++;
            if (end - i > 1) entry[i..end].Sort();
            i = end;
        }
    }

    private static void CheckRow(int row, int cols, int[] starts, int[] columns)
    {
        if (starts[row + 1] < starts[row]) throw new ArgumentException($"Row {row} starts at {starts[row]} and ends at {starts[row + 1]}.", nameof(starts));
        int before = -1;
        foreach (int col in columns.AsSpan(starts[row], starts[row + 1] - starts[row]))
        {
            if (col <= before || col >= cols)
                throw new ArgumentException($"Row {row} has column {col} after {before}; columns must ascend and lie in [0, {cols}).", nameof(columns));
            before = col;
        }
    }
}
