using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Some rows of a binary sparse matrix as the input and the target of a network, with dropout of single entries.</summary>
/// <remarks>Reusable; grows to the largest batch and then allocates nothing.</remarks>
internal sealed unsafe class SparseRows(int cols)
{
    private readonly int[] _byColumn = GC.AllocateArray<int>(cols + 1, pinned: true);
    private int[] _targetOffsets = [], _target = [], _offsets = [], _columns = [], _cells = [], _occurrences = [];
    private float[] _factors = [];
    private int _rows, _positions;

    /// <summary>Where each row begins in <see cref="Items"/>, [rows + 1].</summary>
    public int* Offsets => Start(_targetOffsets);

    /// <summary>All entries of the rows, dropped ones too.</summary>
    public int* Items => Start(_target);

    /// <summary>The entries that are left, each row divided by its length before dropout, ‖x‖₂ = √n, and by the share that is kept.</summary>
    public EmbeddingGather Gather => new()
    {
        Rows = _rows,
        Fields = 1,
        Positions = _positions,
        PositionToDistinct = Start(_columns),
        Distinct = cols,
        DistinctOffsets = Start(_byColumn),
        Occurrences = Start(_occurrences),
        Offsets = Start(_offsets),
        Cells = Start(_cells),
        Factors = (float*)Start(_factors),
    };

    /// <summary>Takes rows.</summary>
    /// <param name="matrix">Where from; only the pattern counts.</param>
    /// <param name="rows">Which.</param>
    /// <param name="dropout">Share of entries left out of the input.</param>
    /// <param name="random">Decides which.</param>
    public void Take(CsrMatrix matrix, ReadOnlySpan<int> rows, float dropout, RandomStream random)
    {
        int entries = 0;
        foreach (int row in rows) entries += matrix.RowLength(row);
        MakeRoom(rows.Length, entries);
        (_rows, _positions) = (rows.Length, 0);
        int at = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            ReadOnlySpan<int> columns = matrix.Row(rows[r]);
            (_targetOffsets[r], _offsets[r]) = (at, _positions);
            columns.CopyTo(_target.AsSpan(at));
            float factor = 1 / (MathF.Sqrt(Math.Max(1, columns.Length)) * (1 - dropout));
            for (int i = 0; i < columns.Length; i++)
            {
                if (dropout > 0 && random.Uniform((ulong)(at + i)) < dropout) continue;
                (_columns[_positions], _cells[_positions], _factors[_positions]) = (columns[i], r, factor);
                _positions++;
            }
            at += columns.Length;
        }
        (_targetOffsets[rows.Length], _offsets[rows.Length]) = (at, _positions);
        SortByColumn();
    }

    private void SortByColumn()
    {
        Array.Clear(_byColumn);
        for (int p = 0; p < _positions; p++) _byColumn[_columns[p]]++;
        for (int col = 1; col <= cols; col++) _byColumn[col] += _byColumn[col - 1];
        for (int p = _positions - 1; p >= 0; p--) _occurrences[--_byColumn[_columns[p]]] = p;
    }

    private void MakeRoom(int rows, int entries)
    {
        if (_offsets.Length <= rows) (_offsets, _targetOffsets) = (Pinned<int>(rows + 1), Pinned<int>(rows + 1));
        if (_target.Length >= entries && _target.Length > 0) return;
        int room = Math.Max(16, entries + entries / 2);
        (_target, _columns, _cells, _occurrences, _factors) = (Pinned<int>(room), Pinned<int>(room), Pinned<int>(room), Pinned<int>(room), Pinned<float>(room));
    }

    private static T[] Pinned<T>(int length) => GC.AllocateArray<T>(length, pinned: true);

    private static int* Start<T>(T[] pinned) =>
        (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));
}
