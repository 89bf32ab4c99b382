using System.Text;
using System.Text.Unicode;

namespace Winnow.Data.Tests.Records;

/// <summary>CSV by the rules, one byte after the other: what the fast scanner must agree with.</summary>
internal sealed class CsvReference(byte[] text, int columns, byte delimiter = (byte)',')
{
    private int _at;

    public List<string?[]> Rows { get; } = [];

    public List<(long Line, RowFault Fault)> Faults { get; } = [];

    public CsvReference Read()
    {
        int line = 0;
        while (_at < text.Length)
        {
            int start = _at, lines = 0;
            List<byte[]> fields = [];
            RowFault? fault = null;
            bool more = true;
            while (more && fault is null) fault = Field(fields, ref lines, out more);
            if (fault is not null)
            {
                Faults.Add((line + 1, fault.Value));
                _at = start;
                while (_at < text.Length && text[_at] != '\n') _at++;
                _at++;
                line++;
                continue;
            }
            Accept(text[start..Math.Min(_at, text.Length)], fields, line + 1);
            line += 1 + lines;
        }
        return this;
    }

    private RowFault? Field(List<byte[]> fields, ref int lines, out bool more)
    {
        List<byte> value = [];
        more = false;
        if (_at < text.Length && text[_at] == '"')
        {
            _at++;
            while (true)
            {
                if (_at >= text.Length) return RowFault.BrokenQuotes;
                if (text[_at] == '"' && _at + 1 < text.Length && text[_at + 1] == '"') _at++;
                else if (text[_at] == '"') break;
                if (text[_at] == '\n') lines++;
                value.Add(text[_at++]);
            }
            _at++;
            if (_at < text.Length && text[_at] == '\r' && (_at + 1 == text.Length || text[_at + 1] == '\n')) _at++;
            if (_at < text.Length && text[_at] != delimiter && text[_at] != '\n') return RowFault.BrokenQuotes;
        }
        else
        {
            while (_at < text.Length && text[_at] != delimiter && text[_at] != '\n') value.Add(text[_at++]);
            bool ends = _at == text.Length || text[_at] == '\n';
            if (ends && value.Count > 0 && value[^1] == '\r') value.RemoveAt(value.Count - 1);
        }
        fields.Add([.. value]);
        more = _at < text.Length && text[_at] == delimiter;
        _at++;
        return null;
    }

    private void Accept(byte[] record, List<byte[]> fields, int line)
    {
        byte[] content = record.Length > 0 && record[^1] == '\n' ? record[..^1] : record;
        if (content.Length > 0 && content[^1] == '\r') content = content[..^1];
        if (content.Length == 0 && columns > 1) return;
        if (fields.Count != columns) Faults.Add((line, fields.Count < columns ? RowFault.TooFewFields : RowFault.TooManyFields));
        else if (content.Contains((byte)0)) Faults.Add((line, RowFault.NulByte));
        else if (!Utf8.IsValid(content)) Faults.Add((line, RowFault.InvalidUtf8));
        else Rows.Add([.. fields.Select(f => f.Length == 0 ? null : Encoding.UTF8.GetString(f))]);
    }
}
