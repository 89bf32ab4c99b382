namespace Winnow.Serving.Tests.Events;

/// <summary>A file on a disk that has room for so many bytes: what fits is written, then it fails, as a disk does.</summary>
internal sealed class FullDisk(Stream file) : Stream
{
    public long Room { get; set; } = long.MaxValue;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int fits = (int)Math.Min(Room, buffer.Length);
        file.Write(buffer[..fits]);
        Room -= fits;
        if (fits < buffer.Length) throw new IOException("No space left on device.");
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
