namespace Winnow.Data;

/// <summary>Which rows of a block turned out to be malformed while their cells were understood. The first fault of a row counts.</summary>
internal sealed unsafe class RowMarks : IDisposable
{
    private readonly NativeList<byte> _bad = new();

    public int Count { get; private set; }

    public bool this[int row] => _bad[row] != 0;

    public void Reset(int rows)
    {
        _bad.Resize(rows);
        _bad.Span.Clear();
        Count = 0;
    }

    public void Add(RecordBlock block, int row, int column, RowFault fault)
    {
        if (_bad[row] != 0) return;
        _bad[row] = 1;
        Count++;
        block.Faults.Add(block.Lines[row], column, fault);
    }

    public void Dispose() => _bad.Dispose();
}
