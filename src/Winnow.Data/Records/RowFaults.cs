using System.Globalization;

namespace Winnow.Data;

/// <summary>The malformed rows of one block: by line, the first fault of each.</summary>
internal sealed class RowFaults
{
    private readonly List<(int Line, int Column, RowFault Fault)> _faults = [];

    public int Count => _faults.Count;

    public void Clear() => _faults.Clear();

    /// <param name="line">Line within the block, 0-based.</param>
    /// <param name="column">Column, 0-based; −1 = the row as a whole.</param>
    /// <param name="fault">What is wrong.</param>
    public void Add(int line, int column, RowFault fault) => _faults.Add((line, column, fault));

    /// <summary>Puts the faults into the order of the file; they were found column by column.</summary>
    public void Sort() => _faults.Sort(static (a, b) => a.Line != b.Line ? a.Line.CompareTo(b.Line) : a.Column.CompareTo(b.Column));

    /// <summary>Writes the faults into a log, in their order.</summary>
    public void CopyTo(BadRowLog log, RecordBlock block)
    {
        for (int i = 0; i < _faults.Count; i++) log.Add(this[i, block]);
    }

    /// <summary>One fault with its place in the file.</summary>
    public BadRow this[int index, RecordBlock block]
    {
        get
        {
            (int line, int column, RowFault fault) = _faults[index];
            return new BadRow(block.File, block.Start.Line + line, NameOf(block, column), fault);
        }
    }

    private static string NameOf(RecordBlock block, int column) =>
        column < 0 ? "" : column < block.Columns.Count ? block.Columns[column] : (column + 1).ToString(CultureInfo.InvariantCulture);
}
