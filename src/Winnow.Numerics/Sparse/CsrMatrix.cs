namespace Winnow.Numerics;

/// <summary>A sparse matrix by compressed rows: of each row the columns that are not zero, ascending, and their values.</summary>
/// <remarks>Immutable. Without values every stored entry is 1, and no memory is spent on saying so. At most 2³¹ − 1 entries.</remarks>
public sealed partial class CsrMatrix
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

    /// <summary>Takes over arrays that are known to describe a matrix, because a kernel has just made them so.</summary>
    internal static CsrMatrix Unchecked(int rows, int cols, int[] starts, int[] columns, float[]? values) =>
        new((rows, cols), starts, columns, values);

    private CsrMatrix((int Rows, int Cols) shape, int[] starts, int[] columns, float[]? values) =>
        (Rows, Cols, _starts, _columns, _values) = (shape.Rows, shape.Cols, starts, columns, values);

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
