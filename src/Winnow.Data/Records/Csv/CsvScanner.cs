using System.Numerics;
using System.Runtime.CompilerServices;

namespace Winnow.Data;

/// <summary>Cuts delimited text into records and fields: RFC 4180, with CRLF or LF, and with quotes inside unquoted fields
/// taken as text.</summary>
/// <remarks>A record that breaks the rules of quoting costs its first line only: scanning goes on with the line after that. So
/// a stray quote cannot swallow the rest of a file. Delimiters are found 64 bytes at a time; a field is looked at byte by
/// byte only if it starts with a quote.</remarks>
internal readonly unsafe struct CsvScanner(byte delimiter, bool quotes, bool trim)
{
    private const int NotEnded = -1;

    /// <summary>Scans text.</summary>
    /// <param name="text">The text; <see cref="RecordBlock.Padding"/> bytes behind its end are readable.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="complete">Whether nothing follows, so that the last record needs no line break. Otherwise an unfinished last
    /// record is left alone.</param>
    /// <param name="sink">What takes the fields.</param>
    /// <returns>Behind the last finished record.</returns>
    public int Scan<TSink>(byte* text, int length, bool complete, ref TSink sink) where TSink : struct, ICsvSink
    {
        int record = 0, line = 0, field = 0, linesInside = 0;
        int window = 0;
        ulong mask = MaskAt(text, 0, length);
        while (true)
        {
            int end;
            if (trim) field = SkipSpaces(text, field, length);
            if (quotes && field < length && text[field] == '"')
            {
                end = Quoted(text, field, length, complete, ref sink, ref linesInside, out RowFault fault);
                if (end == NotEnded)
                {
                    if (!complete && fault == RowFault.UnterminatedQuote) return record;
                    sink.Malformed(fault, line++);
                    record = field = NextLine(text, record, length);
                    if (record == length) return record;
                    linesInside = 0;
                    window = field & -ByteMask.Width;
                    mask = MaskFrom(text, field, length);
                    continue;
                }
                window = end & -ByteMask.Width;
                mask = MaskFrom(text, end, length) & ~(1ul << end);
            }
            else
            {
                while (mask == 0 && window + ByteMask.Width < length) mask = MaskAt(text, window += ByteMask.Width, length);
                end = mask == 0 ? length : window + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                if (end == length && !complete) return record;
                if (end == length && field == record && field == length) return record;
                Unquoted(text, field, end, length, ref sink);
            }
            if (end < length && text[end] == delimiter)
            {
                field = end + 1;
                continue;
            }
            int last = end > record && end < length && text[end - 1] == '\r' ? end - 1 : end;
            if (!sink.EndRecord(record, last, line)) return Math.Min(end + 1, length);
            if (end >= length) return length;
            record = field = end + 1;
            line += 1 + linesInside;
            linesInside = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong MaskAt(byte* text, int window, int length)
    {
        if (window >= length) return 0;
        ulong mask = ByteMask.Either(text + window, delimiter, (byte)'\n');
        int left = length - window;
        return left >= ByteMask.Width ? mask : mask & ((1ul << left) - 1);
    }

    /// <summary>The mask of the window that holds <paramref name="at"/>, without what lies before it.</summary>
    private ulong MaskFrom(byte* text, int at, int length) =>
        MaskAt(text, at & -ByteMask.Width, length) & (ulong.MaxValue << at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unquoted<TSink>(byte* text, int field, int end, int length, ref TSink sink) where TSink : struct, ICsvSink
    {
        if (end > field && text[end - 1] == '\r' && (end == length || text[end] == '\n')) end--;
        while (trim && end > field && text[end - 1] is (byte)' ' or (byte)'\t') end--;
        sink.Field(field, end - field, escaped: false);
    }

    /// <summary>Reads a quoted field; the position of the delimiter or line break behind it, or <see cref="NotEnded"/>.</summary>
    private int Quoted<TSink>(
        byte* text, int field, int length, bool complete, ref TSink sink, ref int linesInside, out RowFault fault)
        where TSink : struct, ICsvSink
    {
        int first = field + 1, close = ClosingQuote(text, first, length, out bool escaped);
        bool unsure = !complete && (close < 0 || close + 1 >= length);
        int seen = (close < 0 ? length : close) - first;
        fault = seen > RecordFile.MaxFieldBytes ? RowFault.FieldTooLong : RowFault.UnterminatedQuote;
        if (seen > RecordFile.MaxFieldBytes || close < 0 || unsure) return NotEnded;
        int end = close + 1;
        if (trim) end = SkipSpaces(text, end, length);
        if (end < length && text[end] == '\r' && (end + 1 == length || text[end + 1] == '\n')) end++;
        if (end >= length && !complete) return NotEnded;
        fault = RowFault.TextAfterQuote;
        if (end < length && text[end] != delimiter && text[end] != '\n') return NotEnded;
        linesInside += new ReadOnlySpan<byte>(text + first, close - first).Count((byte)'\n');
        sink.Field(first, close - first, escaped);
        return end;
    }

    private static int ClosingQuote(byte* text, int from, int length, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            int found = new ReadOnlySpan<byte>(text + from, length - from).IndexOf((byte)'"');
            if (found < 0) return -1;
            int quote = from + found;
            if (quote + 1 >= length || text[quote + 1] != '"') return quote;
            escaped = true;
            from = quote + 2;
        }
    }

    private static int NextLine(byte* text, int from, int length)
    {
        int found = new ReadOnlySpan<byte>(text + from, length - from).IndexOf((byte)'\n');
        return found < 0 ? length : from + found + 1;
    }

    private int SkipSpaces(byte* text, int at, int length)
    {
        while (at < length && text[at] is (byte)' ' or (byte)'\t' && text[at] != delimiter) at++;
        return at;
    }
}
