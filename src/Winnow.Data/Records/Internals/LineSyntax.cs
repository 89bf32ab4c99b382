using System.Text.Unicode;

namespace Winnow.Data;

/// <summary>A syntax in which every line is a record. Blank lines are skipped; NUL bytes and invalid UTF-8 are noted here.</summary>
internal abstract unsafe class LineSyntax(IReadOnlyList<string> columns) : RecordSyntax(columns)
{
    public sealed override void Parse(RecordBlock block)
    {
        ReadOnlySpan<byte> text = new(block.Text, block.TextLength);
        bool checkBytes = text.Contains((byte)0) || !Utf8.IsValid(text);
        int line = 0;
        for (int start = 0; start < text.Length; line++)
        {
            int found = text[start..].IndexOf((byte)'\n');
            int next = found < 0 ? text.Length : start + found + 1;
            int end = found < 0 ? next : next - 1;
            while (end > start && IsSpace(text[end - 1])) end--;
            if (end > start && (!checkBytes || IsSound(block, text[start..end], line))) ParseLine(block, start, end, line);
            start = next;
        }
    }

    /// <summary>Cuts one line, without its line break and the spaces before that, into the cells of one row, or notes why it cannot.</summary>
    protected abstract void ParseLine(RecordBlock block, int start, int end, int line);

    protected static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r';

    private static bool IsSound(RecordBlock block, ReadOnlySpan<byte> record, int line)
    {
        if (record.Contains((byte)0)) block.Faults.Add(line, -1, RowFault.NulByte);
        else if (!Utf8.IsValid(record)) block.Faults.Add(line, -1, RowFault.InvalidUtf8);
        else return true;
        return false;
    }
}
