using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Winnow.Benchmarks.Serving;

/// <summary>One kept-alive HTTP/1.1 connection with at most one request under way.</summary>
internal sealed class LoadConnection : IDisposable
{
    private const int BufferBytes = 1 << 18, StatusAt = 9;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly Action<LoadConnection> _return;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private LoadRecord _record = null!;
    private int _number, _received;
    private long _dueAt;

    internal LoadConnection(IPEndPoint server, Action<LoadConnection> giveBack)
    {
        _return = giveBack;
        _socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
        _receive.Completed += (_, _) =>
        {
            if (Received()) Receive();
        };
    }

    /// <summary>Sends a request; its answer goes into the record when it is whole.</summary>
    internal void Send(ReadOnlyMemory<byte> request, LoadRecord record, int number, long dueAt)
    {
        (_record, _number, _dueAt, _received) = (record, number, dueAt, 0);
        _socket.Send(request.Span);
        Receive();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _receive.Dispose();
    }

    private void Receive()
    {
        do
        {
            _receive.SetBuffer(_buffer, _received, BufferBytes - _received);
        }
        while (!_socket.ReceiveAsync(_receive) && Received());
    }

    /// <returns>Whether more is to come.</returns>
    private bool Received()
    {
        if (_receive.SocketError != SocketError.Success || _receive.BytesTransferred == 0)
        {
            _record.Fail(_number, _dueAt, $"the connection broke: {_receive.SocketError}");
            return false;                   // and it is not given back
        }
        _received += _receive.BytesTransferred;
        ReadOnlySpan<byte> answer = _buffer.AsSpan(0, _received);
        if (!IsWhole(answer, out ReadOnlySpan<byte> body)) return true;
        if (answer[StatusAt..].StartsWith("200"u8)) _record.Answer(_number, _dueAt, isDegraded: body.IndexOf("\"degraded\":true"u8) >= 0, body);
        else _record.Fail(_number, _dueAt, Encoding.UTF8.GetString(answer));
        _return(this);
        return false;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer, out ReadOnlySpan<byte> body)
    {
        body = default;
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        body = answer[(head + 4)..];
        int length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0) return body.EndsWith("0\r\n\r\n"u8);          // chunked
        ReadOnlySpan<byte> digits = answer[(length + "Content-Length: "u8.Length)..head];
        int end = digits.IndexOf((byte)'\r');
        return body.Length >= int.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
    }
}
