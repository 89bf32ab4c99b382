namespace Winnow.Data;

/// <summary>Reads files one after the other in blocks of whole records.</summary>
/// <remarks>A block starts where the last one ended and takes the records that end within its first
/// <see cref="RecordFile.BlockBytes"/>, doubled until at least one does. So it depends on its start only, and a reader that is
/// opened at the start of a block reads the same blocks as the one before it.</remarks>
internal sealed unsafe class RecordReader(
    IReadOnlyList<TextOrigin> origins, RecordSyntax syntax, SourcePosition start, int blockBytes) : IRecordReader
{
    private readonly NativeList<byte> _window = new(4 * blockBytes);
    private SourcePosition _position = start;
    private Stream? _stream;
    private int _head, _tail;
    private bool _ended;

    public bool Read(RecordBlock block)
    {
        while (_stream is not null || OpenFile())
        {
            if (ReadBlock(block)) return true;
            CloseFile();
        }
        return false;
    }

    public void Parse(RecordBlock block)
    {
        block.ClearRows();
        if (block.IsTooLong) block.Faults.Add(0, -1, RowFault.RecordTooLong);
        else syntax.Parse(block);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _window.Dispose();
    }

    private TextOrigin Origin => origins[_position.File];

    private bool OpenFile()
    {
        if (_position.File >= origins.Count) return false;
        bool atStart = _position.Offset == 0;
        _stream = OpenText();
        (_head, _tail, _ended) = (0, 0, false);
        if (!atStart) return true;
        _position = _position with { Line = 1 };
        SkipHeader();
        return true;
    }

    private void CloseFile()
    {
        _stream?.Dispose();
        _stream = null;
        _position = new SourcePosition(_position.File + 1, 0, 0);
    }

    private void SkipHeader()
    {
        Fill(4);
        ReadOnlySpan<byte> first = new(_window.Pointer, _tail);
        if (first is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new BadDataException($"'{Origin.Name}' is UTF-16. Convert it to UTF-8.");
        if (first is [0xEF, 0xBB, 0xBF, ..]) Advance(3, lines: 0);
        for (int wanted = blockBytes; ; wanted *= 2)
        {
            bool complete = Fill(wanted);
            int length = syntax.HeaderLength(Origin.Name, Head, _tail - _head, complete);
            if (length >= 0)
            {
                Advance(length, Lines(length));
                return;
            }
            if (complete || wanted >= RecordFile.MaxRecordBytes)
                throw new BadDataException($"The header of '{Origin.Name}' does not end. Check its quotes, or say `header: false` in the schema's format.");
        }
    }

    private byte* Head => _window.Pointer + _head;

    private bool ReadBlock(RecordBlock block)
    {
        block.IsTooLong = false;
        for (int wanted = blockBytes; ; wanted *= 2)
        {
            bool complete = Fill(wanted);
            int available = Math.Min(wanted, _tail - _head);
            if (available == 0) return false;
            int cut = complete ? available : syntax.Boundary(Head, available);
            if (cut > 0)
            {
                Take(block, cut);
                return true;
            }
            if (wanted < RecordFile.MaxRecordBytes) continue;
            SkipLine(block);
            return true;
        }
    }

    private void Take(RecordBlock block, int length)
    {
        block.File = Origin.Name;
        block.Start = _position;
        block.TextLength = 0;
        Buffer.MemoryCopy(Head, block.ReserveText(length), length, length);
        block.TextLength = length;
        Advance(length, Lines(length));
    }

    /// <summary>Makes a block of the one record that is too long, and goes on behind its first line.</summary>
    private void SkipLine(RecordBlock block)
    {
        Take(block, 0);
        block.IsTooLong = true;
        while (true)
        {
            int found = new ReadOnlySpan<byte>(Head, _tail - _head).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Advance(found + 1, lines: 1);
                return;
            }
            Advance(_tail - _head, lines: 0);
            if (Fill(blockBytes) && _tail == _head) return;
        }
    }

    private void Advance(int bytes, int lines)
    {
        _head += bytes;
        _position = _position with { Offset = _position.Offset + bytes, Line = _position.Line + lines };
    }

    private int Lines(int length) => new ReadOnlySpan<byte>(Head, length).Count((byte)'\n');

    /// <summary>Reads until <paramref name="wanted"/> bytes are at hand, or all.</summary>
    /// <returns>Whether the file ends within these bytes.</returns>
    private bool Fill(int wanted)
    {
        if (_head > 0 && (long)_head + wanted + 1 + RecordBlock.Padding > _window.Capacity)
        {
            Buffer.MemoryCopy(Head, _window.Pointer, _window.Capacity, _tail - _head);
            (_head, _tail) = (0, _tail - _head);
        }
        _window.Count = _tail;
        _window.Reserve((long)_head + wanted + 1 + RecordBlock.Padding);
        int most = (int)Math.Min(_window.Capacity - RecordBlock.Padding, int.MaxValue);
        while (!_ended && _tail - _head <= wanted && _tail < most) ReadMore(most);
        return _ended && _tail - _head <= wanted;
    }

    private void ReadMore(int most)
    {
        try
        {
            int read = _stream!.Read(new Span<byte>(_window.Pointer + _tail, most - _tail));
            if (read == 0) _ended = true;
            _tail += read;
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private Stream OpenText()
    {
        try
        {
            return Origin.OpenText(_position.Offset);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private BadDataException Damaged(InvalidDataException e) => new(
        $"'{Origin.Name}' is damaged: its gzip data cannot be read behind about byte {_position.Offset} of the text. Fetch it again.", e);
}
