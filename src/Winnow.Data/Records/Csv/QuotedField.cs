namespace Winnow.Data;

/// <summary>One field with quotes in it, read byte by byte: the rules themselves, and what the fast path must agree with.</summary>
internal readonly unsafe ref struct QuotedField
{
    /// <param name="text">The text.</param>
    /// <param name="start">First byte of the field.</param>
    /// <param name="length">Bytes of the text.</param>
    /// <param name="complete">Whether nothing follows the text.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="trim">Whether spaces around the quotes do not count.</param>
    public QuotedField(byte* text, int start, int length, bool complete, byte delimiter, bool trim)
    {
        if (trim) start = SkipSpaces(text, start, length, delimiter);
        if (start >= length || text[start] != '"')
        {
            (Start, End) = (start, Find(text, start, length, delimiter));
            IsUnfinished = End == length && !complete;
            int end = End > start && text[End - 1] == '\r' && (End == length || text[End] == '\n') ? End - 1 : End;
            while (trim && end > start && text[end - 1] is (byte)' ' or (byte)'\t') end--;
            Length = end - start;
            return;
        }
        Start = start + 1;
        int close = ClosingQuote(text, Start, length, out bool escaped);
        Length = (close < 0 ? length : close) - Start;
        IsEscaped = escaped;
        if (Length > RecordFile.MaxFieldBytes) Fault = RowFault.FieldTooLong;
        else if (close < 0) (Fault, IsUnfinished) = (RowFault.BrokenQuotes, !complete);
        if (Fault is not null) return;
        Lines = LinesIn(text, Start, close);
        End = close + 1;
        if (trim) End = SkipSpaces(text, End, length, delimiter);
        if (End < length && text[End] == '\r' && (End + 1 == length || text[End + 1] == '\n')) End++;
        if (End >= length) IsUnfinished = !complete;
        else if (text[End] != delimiter && text[End] != '\n') Fault = RowFault.BrokenQuotes;
    }

    /// <summary>First byte behind the opening quote.</summary>
    public int Start { get; }

    /// <summary>Bytes between the quotes.</summary>
    public int Length { get; }

    /// <summary>The delimiter or line break behind the field; the length of the text if there is none.</summary>
    public int End { get; }

    /// <summary>Whether doubled quotes inside are still to be undone.</summary>
    public bool IsEscaped { get; }

    /// <summary>Line breaks inside.</summary>
    public int Lines { get; }

    /// <summary>Why the record is malformed, or null.</summary>
    public RowFault? Fault { get; }

    /// <summary>Whether the end of the field lies behind this text.</summary>
    public bool IsUnfinished { get; }

    public static int LinesIn(byte* text, int from, int to) => new ReadOnlySpan<byte>(text + from, to - from).Count((byte)'\n');

    /// <summary>The start of the line after that of <paramref name="from"/>, or −1.</summary>
    public static int NextLine(byte* text, int from, int length)
    {
        int found = new ReadOnlySpan<byte>(text + from, length - from).IndexOf((byte)'\n');
        return found < 0 ? -1 : from + found + 1;
    }

    private static int Find(byte* text, int from, int length, byte delimiter)
    {
        int found = new ReadOnlySpan<byte>(text + from, length - from).IndexOfAny(delimiter, (byte)'\n');
        return found < 0 ? length : from + found;
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

    private static int SkipSpaces(byte* text, int at, int length, byte delimiter)
    {
        while (at < length && text[at] is (byte)' ' or (byte)'\t' && text[at] != delimiter) at++;
        return at;
    }
}
