using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Lists of rows with factors, one list a cell, and the same sorted by row: what a sum over rows needs on its way back.</summary>
/// <remarks>Reusable; a warm batch allocates nothing.</remarks>
internal sealed unsafe class CellLists
{
    private readonly PinnedList<int> _rows = new(), _offsets = new(), _cells = new(), _rowOffsets = new(), _occurrences = new();
    private readonly PinnedList<float> _factors = new();
    private int _distinct;

    public CellLists() => Clear();

    /// <summary>Number of cells that were ended.</summary>
    public int Cells => _offsets.Count - 1;

    /// <summary>Row of each position. [positions]</summary>
    public int* Rows => _rows.Pointer;

    /// <summary>First position of each cell. [cells + 1]</summary>
    public int* Offsets => _offsets.Pointer;

    /// <summary>Cell of each position. [positions]</summary>
    public int* CellOf => _cells.Pointer;

    /// <summary>Where the positions of each row begin in <see cref="Occurrences"/>. [rows + 1]</summary>
    public int* RowOffsets => _rowOffsets.Pointer;

    /// <summary>Positions by row, ascending. [positions]</summary>
    public int* Occurrences => _occurrences.Pointer;

    /// <summary>Number of positions.</summary>
    public int Positions => _rows.Count;

    /// <summary>For the operators of a tape: each cell is the sum of its rows times their factors.</summary>
    public EmbeddingGather Gather => new()
    {
        Rows = Cells,
        Fields = 1,
        Positions = Positions,
        PositionToDistinct = Rows,
        Distinct = _distinct,
        DistinctOffsets = RowOffsets,
        Occurrences = Occurrences,
        Offsets = Offsets,
        Cells = CellOf,
        Factors = _factors.Pointer,
    };

    public void Clear()
    {
        _rows.Clear();
        _factors.Clear();
        _cells.Clear();
        _offsets.Clear();
        _offsets.Add(0);
    }

    /// <summary>Adds a row to the cell that is open.</summary>
    public void Add(int row, float factor = 1)
    {
        _rows.Add(row);
        _factors.Add(factor);
        _cells.Add(Cells);
    }

    /// <summary>Ends the cell that is open; it may be empty.</summary>
    public void EndCell() => _offsets.Add(_rows.Count);

    /// <summary>Ends the batch: sorts the positions by row.</summary>
    /// <param name="distinct">Rows lie in [0, distinct).</param>
    public void Complete(int distinct)
    {
        _distinct = distinct;
        _rowOffsets.Resize(distinct + 1);
        _occurrences.Resize(_rows.Count);
        Span<int> offsets = _rowOffsets.Span, rows = _rows.Span, occurrences = _occurrences.Span;
        offsets.Clear();
        foreach (int row in rows) offsets[row]++;
        for (int row = 1; row <= distinct; row++) offsets[row] += offsets[row - 1];
        for (int p = rows.Length - 1; p >= 0; p--) occurrences[--offsets[rows[p]]] = p;
    }
}
