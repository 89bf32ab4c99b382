using System.Text.Unicode;

namespace Winnow.Data;

/// <summary>Writes the fields of a CSV text into the cells of a block, and notes rows that are malformed.</summary>
internal unsafe struct CellSink : ICsvSink
{
    private readonly RecordBlock _block;
    private readonly byte* _text;
    private readonly int _columns;
    private readonly bool _checkBytes;
    private RecordCell* _row;
    private int _column, _tooLong;

    public CellSink(RecordBlock block)
    {
        _block = block;
        _text = block.Text;
        _columns = block.Columns.Count;
        _tooLong = -1;
        ReadOnlySpan<byte> all = new(block.Text, block.TextLength);
        _checkBytes = all.Contains((byte)0) || !Utf8.IsValid(all);
        _row = block.RoomForRow();
    }

    public void Field(int start, int length, bool escaped)
    {
        if (escaped) length = Unescape(start, length);
        if (_column < _columns)
        {
            _row[_column] = new RecordCell(start, length == 0 ? RecordCell.Missing.Length : length);
            if (length > RecordFile.MaxFieldBytes) _tooLong = _column;
        }
        _column++;
    }

    public bool EndRecord(int start, int end, int line)
    {
        bool blank = end == start && _columns > 1;
        if (blank || !IsSound(start, end, line))
        {
            (_column, _tooLong) = (0, -1);
            return true;
        }
        _block.CommitRow(line);
        _row = _block.RoomForRow();
        _column = 0;
        return true;
    }

    public void Malformed(RowFault fault, int line)
    {
        _block.Faults.Add(line, Math.Min(_column, _columns), fault);
        (_column, _tooLong) = (0, -1);
    }

    private readonly bool IsSound(int start, int end, int line)
    {
        if (_column == _columns && _tooLong < 0 && !_checkBytes) return true;
        ReadOnlySpan<byte> record = new(_text + start, end - start);
        RowFaults faults = _block.Faults;
        if (_column < _columns) faults.Add(line, _column, RowFault.TooFewFields);
        else if (_column > _columns) faults.Add(line, _columns, RowFault.TooManyFields);
        else if (_tooLong >= 0) faults.Add(line, _tooLong, RowFault.FieldTooLong);
        else if (record.Contains((byte)0)) faults.Add(line, -1, RowFault.NulByte);
        else if (!Utf8.IsValid(record)) faults.Add(line, -1, RowFault.InvalidUtf8);
        else return true;
        return false;
    }

    /// <summary>Turns doubled quotes into single ones, in place.</summary>
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
