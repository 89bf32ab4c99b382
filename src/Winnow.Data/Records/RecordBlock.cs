using System.Runtime.InteropServices;

namespace Winnow.Data;

/// <summary>Some rows of a file, cut into cells but not yet understood: bytes in native memory and where each cell lies in them.</summary>
/// <remarks>Reused from block to block. Cells are UTF-8; their quotes and escapes are already taken away. Not thread-safe.</remarks>
public sealed unsafe class RecordBlock : IDisposable
{
    /// <summary>Readable bytes behind the text, so that wide loads near its end stay inside the buffer.</summary>
    internal const int Padding = 64;

    private readonly NativeList<byte> _text = new();
    private readonly NativeList<RecordCell> _cells = new();
    private readonly NativeList<RecordItem> _items = new();
    private readonly NativeList<int> _lines = new();

    /// <summary>Makes an empty block.</summary>
    /// <param name="columns">Names of the columns, in order.</param>
    public RecordBlock(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
    }

    /// <summary>Names of the columns, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Number of rows that could be cut into cells.</summary>
    public int Rows { get; internal set; }

    /// <summary>Name of the file.</summary>
    public string File { get; internal set; } = "";

    /// <summary>Where the text of the block starts.</summary>
    public SourcePosition Start { get; internal set; }

    /// <summary>Line number on which a row starts.</summary>
    public long Line(int row) => Start.Line + _lines[row];

    /// <summary>The bytes of a cell; empty if the value is missing or the cell is a list.</summary>
    /// <param name="row">Row, 0-based.</param>
    /// <param name="column">Column, 0-based.</param>
    public ReadOnlySpan<byte> this[int row, int column]
    {
        get
        {
            RecordCell cell = Cell(row, column);
            return cell.Length > 0 ? new ReadOnlySpan<byte>(Text + cell.Start, cell.Length) : [];
        }
    }

    /// <summary>Whether the cell holds no value.</summary>
    public bool IsMissing(int row, int column) => Cell(row, column).IsMissing;

    /// <summary>Number of items if the cell came as a list (JSON array, libsvm or libffm tokens), else −1.</summary>
    public int ItemCount(int row, int column) => Cell(row, column) is { IsList: true } cell ? cell.ItemCount : -1;

    /// <summary>The bytes of one item of a list cell.</summary>
    public ReadOnlySpan<byte> ItemText(int row, int column, int item)
    {
        RecordItem found = _items[Cell(row, column).Start + item];
        return new ReadOnlySpan<byte>(Text + found.Start, found.Length);
    }

    /// <summary>The weight of one item of a list cell, 1 unless the file gives one.</summary>
    public float ItemWeight(int row, int column, int item) => _items[Cell(row, column).Start + item].Weight;

    /// <summary>The rows of this block that could not be cut into cells, and, once it was encoded, those whose values are malformed.</summary>
    public IReadOnlyList<BadRow> BadRows
    {
        get
        {
            Faults.Sort();
            return [.. Enumerable.Range(0, Faults.Count).Select(i => Faults[i, this])];
        }
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _text.Dispose();
        _cells.Dispose();
        _items.Dispose();
        _lines.Dispose();
    }

    /// <summary>Malformed rows of this block, in the order of the file once <see cref="RowFaults.Sort"/> ran.</summary>
    internal RowFaults Faults { get; } = new();

    internal byte* Text => _text.Pointer;

    internal int TextLength { get; set; }

    /// <summary>Whether the block stands for one record that is too long to be read; it has no text then.</summary>
    internal bool IsTooLong { get; set; }

    internal RecordCell* Cells => _cells.Pointer;

    internal RecordItem* Items => _items.Pointer;

    internal int* Lines => _lines.Pointer;

    internal int ItemsUsed => (int)_items.Count;

    /// <summary>Room for this many bytes of text and the padding; the text in use is kept.</summary>
    internal byte* ReserveText(int bytes)
    {
        _text.Count = TextLength;
        return _text.Reserve((long)bytes + Padding);
    }

    /// <summary>Forgets rows, items and faults; the text stays.</summary>
    internal void ClearRows()
    {
        Rows = 0;
        _cells.Count = _lines.Count = _items.Count = 0;
        Faults.Clear();
    }

    /// <summary>Where the cells of the next row go. The row counts from <see cref="CommitRow"/> on.</summary>
    internal RecordCell* RoomForRow() => _cells.Reserve(_cells.Count + Columns.Count) + _cells.Count;

    /// <summary>As <see cref="RoomForRow"/>, with every cell set to missing.</summary>
    internal RecordCell* RoomForMissingRow()
    {
        RecordCell* row = RoomForRow();
        for (int c = 0; c < Columns.Count; c++) row[c] = RecordCell.Missing;
        return row;
    }

    /// <summary>Makes the row written at <see cref="RoomForRow"/> part of the block.</summary>
    internal void CommitRow(int line)
    {
        _cells.Count += Columns.Count;
        _lines.Add(line);
        Rows++;
    }

    /// <summary>Drops the rows that belong to other parts; the rest keep their order. Items of dropped rows stay unused.</summary>
    internal void KeepRows(IPartRule rule, SplitPart part)
    {
        int kept = 0;
        for (int row = 0; row < Rows; row++)
        {
            if (rule.PartOf(this, row) != part) continue;
            RecordCell* from = _cells.Pointer + (long)row * Columns.Count, to = _cells.Pointer + (long)kept * Columns.Count;
            if (kept != row) new ReadOnlySpan<RecordCell>(from, Columns.Count).CopyTo(new Span<RecordCell>(to, Columns.Count));
            _lines[kept++] = _lines[row];
        }
        (_cells.Count, _lines.Count, Rows) = ((long)kept * Columns.Count, kept, kept);
    }

    internal void AddItem(int start, int length, float weight) => _items.Add(new RecordItem(start, length, weight));

    /// <summary>Room for this many items behind those in use.</summary>
    internal RecordItem* RoomForItems(int count) => _items.Reserve(_items.Count + count) + _items.Count;

    internal void DropItems(int count) => _items.Count = count;

    internal RecordCell Cell(int row, int column)
    {
        if ((uint)row >= (uint)Rows || (uint)column >= (uint)Columns.Count)
            throw new ArgumentOutOfRangeException(nameof(row), $"Cell ({row}, {column}) must lie inside {Rows} rows × {Columns.Count} columns.");
        return _cells[(long)row * Columns.Count + column];
    }
}

/// <summary>Where a cell lies: bytes of text, nothing, or a run of items.</summary>
/// <param name="Start">First byte of the text, or first item.</param>
/// <param name="Length">Bytes of text; −1 = missing; −2 − n = a list of n items.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RecordCell(int Start, int Length)
{
    public static RecordCell Missing => new(0, -1);

    public bool IsMissing => Length == -1;

    public bool IsList => Length <= -2;

    public int ItemCount => -2 - Length;

    public static RecordCell List(int firstItem, int count) => new(firstItem, -2 - count);
}

/// <summary>One item of a list cell.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Weight">Its weight.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RecordItem(int Start, int Length, float Weight);
