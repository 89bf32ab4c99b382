namespace Winnow.Data;

/// <summary>Walks over the tokens of one libsvm or libffm line, separated by spaces or tabs; <c>#</c> starts a comment.</summary>
internal unsafe ref struct TokenReader(byte* text, int start, int end)
{
    private int _next = start;

    /// <summary>First byte of the token.</summary>
    public int Start { get; private set; }

    /// <summary>Behind its last byte.</summary>
    public int End { get; private set; }

    public bool Next()
    {
        while (_next < end && IsSpace(text[_next])) _next++;
        if (_next >= end || text[_next] == '#') return false;
        Start = _next;
        while (_next < end && !IsSpace(text[_next])) _next++;
        End = _next;
        return true;
    }

    /// <summary>The place of the first colon in [<paramref name="from"/>, <see cref="End"/>), or −1.</summary>
    public readonly int Colon(int from)
    {
        for (int i = from; i < End; i++)
            if (text[i] == ':') return i;
        return -1;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r';
}
