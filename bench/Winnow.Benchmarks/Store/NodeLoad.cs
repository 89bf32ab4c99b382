using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Winnow.Benchmarks;

/// <summary>Requests to one Redis server over several connections, one request under way on each, from one thread: what redis-benchmark does,
/// with requests that differ.</summary>
internal sealed class NodeLoad : IDisposable
{
    private const int Connections = 8;

    private readonly Socket[] _sockets = new Socket[Connections];
    private readonly byte[][] _requests;
    private readonly int _positionAt;
    private readonly byte[] _buffer = new byte[1 << 20];
    private long _position;
    private int _next;

    /// <summary>Connects.</summary>
    /// <param name="port">Port on this machine.</param>
    /// <param name="requests">Requests in the protocol of Redis, sent in turn.</param>
    /// <param name="positionAt">Where in each request 12 digits are replaced by a number that grows by one each time; −1: nowhere.</param>
    internal NodeLoad(int port, byte[][] requests, int positionAt = -1)
    {
        _requests = requests;
        _positionAt = positionAt;
        for (int i = 0; i < Connections; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets[i].Connect(IPAddress.Loopback, port);
        }
    }

    /// <summary>Requests a second.</summary>
    /// <param name="seconds">How long to send.</param>
    internal double Measure(double seconds)
    {
        long began = Stopwatch.GetTimestamp(), answered = 0;
        foreach (Socket socket in _sockets) Send(socket);
        for (double elapsed = 0; elapsed < seconds; elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds)
        {
            foreach (Socket socket in _sockets)
            {
                Receive(socket);
                Send(socket);
            }
            answered += Connections;
        }
        double rate = answered / Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (Socket socket in _sockets) Receive(socket);
        return rate;
    }

    /// <summary>A request in the protocol of Redis.</summary>
    internal static byte[] Request(params ReadOnlySpan<object> words)
    {
        using MemoryStream stream = new();
        stream.Write(Encoding.ASCII.GetBytes($"*{words.Length}\r\n"));
        foreach (object word in words)
        {
            byte[] bytes = word as byte[] ?? Encoding.ASCII.GetBytes(word.ToString()!);
            stream.Write(Encoding.ASCII.GetBytes($"${bytes.Length}\r\n"));
            stream.Write(bytes);
            stream.Write("\r\n"u8);
        }
        return stream.ToArray();
    }

    public void Dispose()
    {
        foreach (Socket socket in _sockets) socket.Dispose();
    }

    private void Send(Socket socket)
    {
        byte[] request = _requests[_next++ % _requests.Length];
        if (_positionAt >= 0) Utf8Formatter.TryFormat(_position++, request.AsSpan(_positionAt), out _, new('D', 12));
        for (int sent = 0; sent < request.Length;) sent += socket.Send(request.AsSpan(sent));
    }

    /// <summary>Reads one reply: a number, or a string of any length.</summary>
    private void Receive(Socket socket)
    {
        int have = 0, end;
        while ((end = _buffer.AsSpan(0, have).IndexOf("\r\n"u8)) < 0) have += Read(socket, _buffer.AsSpan(have));
        if (_buffer[0] == (byte)'-') throw new InvalidOperationException("The server answered " + Encoding.ASCII.GetString(_buffer, 0, end));
        if (_buffer[0] != (byte)'$') return;
        if (!Utf8Parser.TryParse(_buffer.AsSpan(1, end - 1), out int length, out _)) throw new InvalidOperationException("The server answered no length.");
        int left = end + 2 + length + 2 - have;
        while (left > 0) left -= Read(socket, _buffer.AsSpan(0, Math.Min(left, _buffer.Length)));
    }

    private static int Read(Socket socket, Span<byte> target)
    {
        int read = socket.Receive(target);
        return read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
    }
}
