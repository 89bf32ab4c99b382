using System.IO.Compression;

namespace Winnow.Data;

/// <summary>Decompresses gzip, and unlike <see cref="GZipStream"/> notices when the file was cut short.</summary>
/// <remarks>Behind the compressed bytes it feeds the decompressor one more gzip member with a known text. Only if the file ends
/// where a member ends does that text come out, last; it is taken away again.</remarks>
internal sealed class GzipText : Stream
{
    private const int BufferBytes = 1 << 16;

    private static readonly byte[] s_seal = [0x8F, 0x1B, 0xE2, 0x57, 0x9C, 0x03, 0xD4, 0x6A, 0xB1, 0x2E, 0xF8, 0x45, 0x70, 0xCD, 0x16, 0xA9];
    private static readonly byte[] s_member = Compress(s_seal);

    private readonly Stream _raw;
    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[BufferBytes + s_seal.Length];
    private int _filled;
    private bool _ended;

    public GzipText(Stream raw)
    {
        _raw = raw;
        _gzip = new GZipStream(new SealedStream(raw), CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The compressed bytes are damaged or end too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _filled <= s_seal.Length) Fill();
        int count = Math.Min(buffer.Length, Math.Max(0, _filled - s_seal.Length));
        _buffer.AsSpan(0, count).CopyTo(buffer);
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            _raw.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Fill()
    {
        int read = _gzip.Read(_buffer.AsSpan(_filled));
        _filled += read;
        if (read > 0) return;
        _ended = true;
        if (!_buffer.AsSpan(0, _filled).EndsWith(s_seal)) throw new InvalidDataException("The gzip data end too early.");
    }

    private static byte[] Compress(byte[] text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(text);
        return packed.ToArray();
    }

    /// <summary>The compressed bytes, then the sealing member.</summary>
    private sealed class SealedStream(Stream raw) : Stream
    {
        private int _sealed;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = _sealed == 0 ? raw.Read(buffer, offset, count) : 0;
            if (read > 0) return read;
            int left = Math.Min(count, s_member.Length - _sealed);
            s_member.AsSpan(_sealed, left).CopyTo(buffer.AsSpan(offset));
            _sealed += left;
            return left;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
