using System.Runtime.InteropServices;

namespace Winnow.Store;

/// <summary>Reads replies from a connection. What a server says is believed no further than it sends: memory grows with the bytes that came,
/// not with the counts that were announced, and every count has a limit.</summary>
internal sealed unsafe partial class ReplyReader(Transport transport)
{
    internal const int BufferBytes = 16 * 1024;         // also the longest line
    internal const int MostDepth = 16;
    internal const int MostElements = 1 << 20;          // of one reply, at all depths together
    internal const long MostBlobBytes = 512L << 20;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private int _start, _end, _elements;

    /// <summary>Whether all that came was read.</summary>
    internal bool IsEmpty => _start == _end;

    /// <summary>Reads the next reply. Push messages before it are passed over.</summary>
    /// <param name="command">Tells where a string of the reply goes; null: nowhere.</param>
    /// <exception cref="ProtocolException">It is no reply.</exception>
    internal RespValue Read(RedisCommand? command)
    {
        while (true)
        {
            _elements = MostElements;
            byte type = NextByte();
            if (type == '>') ReadItems(ReadCount(MostElements), 1, default);
            else if (type == '|') ReadItems(ReadCount(MostElements / 2) * 2, 1, default);
            else return ReadBody(type, 0, command is null ? default : new(command.Target, command.TargetBytes, command.TargetElement));
        }
    }

    private RespValue ReadBody(byte type, int depth, Destination destination) => type switch
    {
        (byte)'$' or (byte)'=' => ReadBlob(destination, isVerbatim: type == '='),
        (byte)'!' => ReadBlob(default, isVerbatim: false) is { IsNull: false } text ? RespValue.Of(ErrorOf(text.Bytes)) : throw Unexpected("an error without length"),
        (byte)':' => RespValue.Of(ParseInteger(ReadLine())),
        (byte)'+' => RespValue.Of(ReadLine().ToArray()),
        (byte)'-' => RespValue.Of(ErrorOf(ReadLine())),
        (byte)'_' => ReadLine().IsEmpty ? default : throw Unexpected("a null with content"),
        (byte)'#' => ReadBoolean(),
        (byte)',' => RespValue.Of(ParseDouble(ReadLine())),
        (byte)'(' => ReadBigNumber(),
        (byte)'*' or (byte)'~' => ReadArray(depth, destination),
        (byte)'%' => RespValue.Of(RespKind.Map, ReadItems(ReadCount(MostElements / 2) * 2, depth + 1, default)),
        _ => throw Unexpected($"the byte 0x{type:x2} where a reply begins"),
    };

    /// <summary>An element of an array or map; attributes before it are passed over.</summary>
    private RespValue ReadElement(int depth, Destination destination)
    {
        while (true)
        {
            byte type = NextByte();
            if (type != '|') return ReadBody(type, depth, destination);
            ReadItems(ReadCount(MostElements / 2) * 2, depth + 1, default);
        }
    }

    private RespValue ReadArray(int depth, Destination destination)
    {
        int count = ReadCount(MostElements);
        return count < 0 ? default : RespValue.Of(RespKind.Array, ReadItems(count, depth + 1, destination));
    }

    private RespValue[] ReadItems(int count, int depth, Destination destination)
    {
        if (count < 0) throw Unexpected("a map or push without length");
        if (depth > MostDepth) throw Unexpected($"arrays nested more than {MostDepth} deep");
        if ((_elements -= count) < 0) throw Unexpected($"more than {MostElements} elements in one reply");
        RespValue[] items = new RespValue[Math.Min(count, 64)];
        for (int i = 0; i < count; i++)
        {
            if (i == items.Length) Array.Resize(ref items, Math.Min(count, 2 * items.Length));
            items[i] = ReadElement(depth, depth == 1 && i == destination.Element ? destination with { Element = -1 } : default);
        }
        return items;
    }

    private RespValue ReadBlob(Destination destination, bool isVerbatim)
    {
        long length = ParseInteger(ReadLine());
        if (length == -1) return default;
        if (length is < 0 or > MostBlobBytes) throw Unexpected($"a string of {length} bytes");
        if (destination.Target != null && destination.Element < 0) return ReadBlobInto(destination, length);
        byte[] bytes = ReadOwnedBlob((int)length);
        EndOfBlob();
        if (!isVerbatim) return RespValue.Of(bytes);
        if (bytes.Length < 4 || bytes[3] != ':') throw Unexpected("a verbatim string without its format");
        return RespValue.Of(bytes[4..]);
    }

    private RespValue ReadBlobInto(Destination destination, long length)
    {
        if (length > destination.Capacity) throw Unexpected($"a string of {length} bytes", $"at most {destination.Capacity}");
        long done = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, (int)done).CopyTo(new Span<byte>(destination.Target, (int)done));
        _start += (int)done;
        while (done < length) done += ReceiveInto(destination.Target + done, length - done);
        EndOfBlob();
        return RespValue.Received(length);
    }

    private byte[] ReadOwnedBlob(int length)
    {
        byte[] bytes = new byte[Math.Min(length, 1 << 20)];
        for (int done = 0; done < length;)
        {
            if (done == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
            if (IsEmpty) Fill();
            int part = Math.Min(bytes.Length - done, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(done));
            _start += part;
            done += part;
        }
        return bytes;
    }

    private void EndOfBlob()
    {
        if (NextByte() != '\r' || NextByte() != '\n') throw Unexpected("a string that is longer than announced");
    }

    /// <summary>Bytes of a string straight into their place, and what follows them into the buffer, in one call.</summary>
    private long ReceiveInto(byte* target, long length)
    {
        _start = _end = 0;
        int received = transport.Receive(target, length, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0), _buffer.Length);
        if (received <= length) return received;
        _end = (int)(received - length);
        return length;
    }

    private byte NextByte()
    {
        if (IsEmpty) Fill();
        return _buffer[_start++];
    }

    /// <summary>The rest of a line without its end; valid until the next read.</summary>
    private ReadOnlySpan<byte> ReadLine()
    {
        for (int seen = 0; ;)
        {
            int end = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (end >= 0)
            {
                ReadOnlySpan<byte> line = _buffer.AsSpan(_start, seen + end + 1);
                _start += line.Length;
                if (line.Length < 2 || line[^2] != '\r') throw Unexpected("a line that ends without a carriage return");
                line = line[..^2];
                return line.Contains((byte)'\r') ? throw Unexpected("a carriage return inside a line") : line;
            }
            seen = _end - _start;
            if (seen == _buffer.Length) throw Unexpected($"a line of more than {BufferBytes} bytes");
            Fill();
        }
    }

    /// <summary>Waits for at least one more byte.</summary>
    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        _end += transport.Receive((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, _end), _buffer.Length - _end, null, 0);
    }

    private static ProtocolException Unexpected(string got, string expected = "a RESP3 reply") => new(got, expected);

    /// <summary>Where a string goes.</summary>
    private readonly record struct Destination(nint Address, long Capacity, int Element)
    {
        internal Destination(byte* target, long capacity, int element) : this((nint)target, capacity, element)
        {
        }

        internal byte* Target => (byte*)Address;
    }
}
