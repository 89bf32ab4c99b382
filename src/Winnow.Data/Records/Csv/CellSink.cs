using System.Text.Unicode;

namespace Winnow.Data;

/// <summary>Writes the fields of a CSV text into the cells of a block, and notes rows that are malformed.</summary>
internal unsafe struct CellSink : ICsvSink
{
    private readonly RecordBlock _block;
    private readonly byte* _text;
    private readonly bool _checkBytes;
    private RecordCell* _row, _next, _end;
    private int _surplus;
    private bool _hasEscapes;

    public CellSink(RecordBlock block)
    {
        _block = block;
        _text = block.Text;
        ReadOnlySpan<byte> all = new(block.Text, block.TextLength);
        _checkBytes = all.Contains((byte)0) || !Utf8.IsValid(all);
        StartRow();
    }

    public void Field(int start, int length, bool escaped)
    {
        _hasEscapes |= escaped;
        if (_next < _end) *_next++ = new RecordCell(start, length == 0 ? RecordCell.Missing.Length : length);
        else _surplus++;
    }

    public bool EndRecord(int start, int end, int line)
    {
        bool blank = end == start && _block.Columns.Count > 1;
        if (!blank && IsSound(start, end, line))
        {
            if (_hasEscapes) UnescapeRow();
            _block.CommitRow(line);
        }
        StartRow();
        return true;
    }

    public void Malformed(RowFault fault, int line)
    {
        _block.Faults.Add(line, (int)(_next - _row), fault);
        StartRow();
    }

    private void StartRow()
    {
        _row = _next = _block.RoomForRow();
        _end = _row + _block.Columns.Count;
        _surplus = 0;
        _hasEscapes = false;
    }

    private readonly bool IsSound(int start, int end, int line)
    {
        bool small = end - start <= RecordFile.MaxFieldBytes;
        if (_next == _end && _surplus == 0 && small && !_checkBytes) return true;
        ReadOnlySpan<byte> record = new(_text + start, end - start);
        RowFaults faults = _block.Faults;
        if (_next < _end) faults.Add(line, (int)(_next - _row), RowFault.TooFewFields);
        else if (_surplus > 0) faults.Add(line, _block.Columns.Count, RowFault.TooManyFields);
        else if (!small && TooLong() is >= 0 and int column) faults.Add(line, column, RowFault.FieldTooLong);
        else if (record.Contains((byte)0)) faults.Add(line, -1, RowFault.NulByte);
        else if (!Utf8.IsValid(record)) faults.Add(line, -1, RowFault.InvalidUtf8);
        else return true;
        return false;
    }

    /// <summary>The first field that is too long, or −1.</summary>
    private readonly int TooLong()
    {
        for (RecordCell* cell = _row; cell < _end; cell++)
            if (cell->Length > RecordFile.MaxFieldBytes) return (int)(cell - _row);
        return -1;
    }

    /// <summary>Turns doubled quotes of quoted fields into single ones, in place. Not before the record is known to be sound: the
    /// lines of a malformed one are scanned again.</summary>
    private readonly void UnescapeRow()
    {
        for (RecordCell* cell = _row; cell < _end; cell++)
            if (cell->Start > 0 && cell->Length > 0 && _text[cell->Start - 1] == '"') *cell = new RecordCell(cell->Start, Unescape(cell->Start, cell->Length));
    }

    private readonly int Unescape(int start, int length)
    {
        int to = start;
        for (int from = start; from < start + length; from++)
        {
            _text[to++] = _text[from];
            if (_text[from] == '"') from++;
        }
        return to - start;
    }
}
