using System.Numerics;
using System.Runtime.CompilerServices;

namespace Winnow.Data;

/// <summary>Cuts delimited text into records and fields: RFC 4180, with CRLF or LF, and with quotes inside unquoted fields
/// taken as text.</summary>
/// <remarks>
/// Delimiters and quotes are found 64 bytes at a time. Quotes are paired off from a place known to be outside of quotes; what
/// lies between the first and the second, the third and the fourth … is hidden. That is right for fields without quotes and for
/// fields with one at either end. Any other field with a quote in it is read again byte by byte (<see cref="QuotedField"/>), and
/// pairing starts anew behind it.
/// <para>A record that breaks the rules of quoting costs its first line only: scanning goes on with the line after that. So a
/// stray quote cannot swallow the rest of a file.</para>
/// </remarks>
internal readonly unsafe struct CsvScanner(byte delimiter, bool quotes, bool trim)
{
    /// <summary>Scans text.</summary>
    /// <param name="text">The text; <see cref="RecordBlock.Padding"/> bytes behind its end are readable.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="complete">Whether nothing follows, so that the last record needs no line break. Otherwise an unfinished last
    /// record is left alone.</param>
    /// <param name="sink">What takes the fields.</param>
    /// <returns>Behind the last finished record.</returns>
    public int Scan<TSink>(byte* text, int length, bool complete, ref TSink sink) where TSink : struct, ICsvSink
    {
        CsvCursor at = new() { Considered = ulong.MaxValue };
        while (true)
        {
            while (at.Window < length && !at.IsStopped) Window(text, length, complete, ref at, ref sink);
            if (at.IsStopped || at.Record >= length) break;
            if (at.QuotesBefore > 0)
            {
                Exactly(text, length, complete, ref at, ref sink);      // the end of the field, if any, is hidden by its own quotes
                continue;
            }
            if (complete) LastField(text, length, ref at, ref sink);
            break;
        }
        return Math.Min(at.Record, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Window<TSink>(byte* text, int length, bool complete, ref CsvCursor at, ref TSink sink) where TSink : struct, ICsvSink
    {
        int left = length - at.Window;
        if (left < ByteMask.Width) at.Considered &= (1ul << left) - 1;
        byte* window = text + at.Window;
        ulong ends = (ByteMask.Equal(window, delimiter) | ByteMask.Equal(window, (byte)'\n')) & at.Considered;
        ulong marks = quotes ? ByteMask.Equal(window, (byte)'"') & at.Considered : 0;
        bool plain = (marks | at.Inside) == 0 && at.QuotesBefore == 0;
        if (plain) PlainWindow(text, ends, ref at, ref sink);
        else QuotedWindow(text, length, complete, ends, marks, ref at, ref sink);
    }

    private void PlainWindow<TSink>(byte* text, ulong ends, ref CsvCursor at, ref TSink sink) where TSink : struct, ICsvSink
    {
        int window = at.Window, field = at.Field;
        for (; ends != 0; ends &= ends - 1)
        {
            int end = window + BitOperations.TrailingZeroCount(ends);
            Unquoted(text, field, end, ref sink);
            field = end + 1;
            if (text[end] != delimiter && !EndRecord(text, end, ref at, ref sink)) return;
        }
        at.Field = field;
        at.NextWindow();
    }

    private void QuotedWindow<TSink>(
        byte* text, int length, bool complete, ulong ends, ulong marks, ref CsvCursor at, ref TSink sink) where TSink : struct, ICsvSink
    {
        ulong inside = at.Inside ^ ByteMask.PrefixXor(marks), hidden = ends & inside;
        for (ends &= ~inside; ends != 0; ends &= ends - 1)
        {
            int end = at.Window + BitOperations.TrailingZeroCount(ends);
            ulong passed = ends ^ (ends - 1);
            int count = at.QuotesBefore + BitOperations.PopCount(marks & passed);
            if (count > 0 && !IsPlainlyQuoted(text, at.Field, end, count))
            {
                Exactly(text, length, complete, ref at, ref sink);
                return;
            }
            if (count > 0) PlainlyQuoted(text, end, at.HidesEnds || (hidden & passed) != 0, ref at, ref sink);
            else Unquoted(text, at.Field, end, ref sink);
            marks &= ~passed;
            hidden &= ~passed;
            (at.QuotesBefore, at.HidesEnds) = (0, false);
            at.Field = end + 1;
            if (text[end] != delimiter && !EndRecord(text, end, ref at, ref sink)) return;
        }
        at.QuotesBefore += BitOperations.PopCount(marks);
        at.HidesEnds |= hidden != 0;
        at.Inside = (ulong)((long)inside >> 63);
        at.NextWindow();
    }

    /// <summary>Reads the field at hand byte by byte, and starts anew behind it.</summary>
    private void Exactly<TSink>(byte* text, int length, bool complete, ref CsvCursor at, ref TSink sink) where TSink : struct, ICsvSink
    {
        QuotedField field = new(text, at.Field, length, complete, delimiter, trim);
        int nextLine = field.Fault is null ? 0 : QuotedField.NextLine(text, at.Record, length);
        if (field.IsUnfinished || nextLine < 0 && !complete)
        {
            at.IsStopped = true;
            return;
        }
        if (field.Fault is { } fault)
        {
            sink.Malformed(fault, at.Line++);
            at.Field = at.Record = nextLine < 0 ? length : nextLine;
            at.LinesInside = 0;
        }
        else
        {
            sink.Field(field.Start, field.Length, field.IsEscaped);
            at.LinesInside += field.Lines;
            at.Field = field.End + 1;
            if ((field.End == length || text[field.End] != delimiter) && !EndRecord(text, field.End, ref at, ref sink)) return;
        }
        at.Restart();
    }

    /// <summary>The field that the end of the text ends.</summary>
    private void LastField<TSink>(byte* text, int length, ref CsvCursor at, ref TSink sink) where TSink : struct, ICsvSink
    {
        int end = length > at.Field && text[length - 1] == '\r' ? length - 1 : length;
        (int start, end) = Trimmed(text, at.Field, end);
        sink.Field(start, end - start, escaped: false);
        EndRecord(text, length, ref at, ref sink);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unquoted<TSink>(byte* text, int field, int end, ref TSink sink) where TSink : struct, ICsvSink
    {
        if (end > field && text[end - 1] == '\r' && text[end] == '\n') end--;
        if (trim) (field, end) = Trimmed(text, field, end);
        sink.Field(field, end - field, escaped: false);
    }

    /// <summary>Whether the field has a quote at either end and nowhere else.</summary>
    private bool IsPlainlyQuoted(byte* text, int field, int end, int count)
    {
        if (count != 2 || end - field > RecordFile.MaxFieldBytes) return false;
        if (text[end] == '\n' && text[end - 1] == '\r') end--;
        if (trim) (field, end) = Trimmed(text, field, end);
        return text[field] == '"' && text[end - 1] == '"';
    }

    private void PlainlyQuoted<TSink>(byte* text, int end, bool hidesEnds, ref CsvCursor at, ref TSink sink) where TSink : struct, ICsvSink
    {
        int field = at.Field;
        if (hidesEnds) at.LinesInside += QuotedField.LinesIn(text, field, end);
        if (text[end] == '\n' && text[end - 1] == '\r') end--;
        if (trim) (field, end) = Trimmed(text, field, end);
        sink.Field(field + 1, end - field - 2, escaped: false);
    }

    private (int Start, int End) Trimmed(byte* text, int start, int end)
    {
        if (!trim) return (start, end);
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return (start, end);
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t';

    private bool EndRecord<TSink>(byte* text, int end, ref CsvCursor at, ref TSink sink) where TSink : struct, ICsvSink
    {
        int last = end > at.Record && text[end - 1] == '\r' ? end - 1 : end;
        at.IsStopped = !sink.EndRecord(at.Record, last, at.Line);
        at.Record = end + 1;
        at.Line += 1 + at.LinesInside;
        at.LinesInside = 0;
        return !at.IsStopped;
    }
}
