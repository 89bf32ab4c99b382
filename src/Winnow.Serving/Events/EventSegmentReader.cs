namespace Winnow.Serving;

/// <summary>Reads the lines of one file of a log in bounded pieces.</summary>
internal sealed class EventSegmentReader(string path, long from = 0) : IDisposable
{
    private const int FirstBuffer = 64 << 10;
    private const int LongestLine = 1 << 20;

    private readonly FileStream _file = Open(path, from);
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start, _end;

    /// <summary>Offset in the file after the last line that was read.</summary>
    public long Offset { get; private set; } = from;

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its line feed; at the end, what is left without one. Valid until the next call.</param>
    /// <param name="isWhole">Whether it ended with a line feed.</param>
    /// <returns>False at the end.</returns>
    public bool Next(out ReadOnlySpan<byte> line, out bool isWhole)
    {
        while (true)
        {
            int feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = _buffer.AsSpan(_start, feed);
                isWhole = true;
                _start += feed + 1;
                Offset += feed + 1;
                return true;
            }
            if (_end - _start < LongestLine && Fill()) continue;
            line = _buffer.AsSpan(_start, _end - _start);
            isWhole = false;
            Offset += line.Length;
            _start = _end;
            return line.Length > 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        int read = _file.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    private static FileStream Open(string path, long from)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        file.Position = from;
        return file;
    }
}
