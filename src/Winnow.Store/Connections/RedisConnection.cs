using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace Winnow.Store;

/// <summary>A connection to one server, speaking RESP3. Commands may be sent many at a time; replies come in their order.</summary>
/// <remarks>Belongs to one thread, which waits for its replies. After any exception but <see cref="RedisErrorException"/> it is closed, because
/// nobody knows any more which reply comes next.</remarks>
public sealed class RedisConnection : IDisposable
{
    private readonly RedisAddress _address;
    private readonly Transport _transport;
    private readonly ReplyReader _reader;
    private readonly List<IoVector> _pieces = [];

    private RedisConnection(RedisEndPoint endPoint, RedisAddress address, Transport transport)
    {
        EndPoint = endPoint;
        _address = address;
        _transport = transport;
        _reader = new(transport);
    }

    /// <summary>Who is at the other end.</summary>
    public RedisEndPoint EndPoint { get; }

    /// <summary>What the server said about itself: <c>version</c>, <c>mode</c>, <c>role</c>, <c>modules</c> and more.</summary>
    public RespValue Hello { get; private set; }

    /// <summary>Whether it is closed, on purpose or by a failure.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Opens a connection and says who we are.</summary>
    /// <param name="endPoint">The server.</param>
    /// <param name="address">Credentials, encryption, time-outs.</param>
    /// <exception cref="RedisConnectionException">It cannot be reached in time, or is not who it should be.</exception>
    /// <exception cref="RedisErrorException">It does not let us in.</exception>
    public static RedisConnection Open(RedisEndPoint endPoint, RedisAddress address) => Open(endPoint, address, long.MaxValue);

    /// <summary>Opens a connection and gives up at a time, then and later.</summary>
    internal static RedisConnection Open(RedisEndPoint endPoint, RedisAddress address, long until)
    {
        ArgumentNullException.ThrowIfNull(address);
        Transport transport;
        try
        {
            transport = Connect(endPoint, address, TimeLeft(address.ConnectTimeout, until));
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or TimeoutException)
        {
            throw new RedisConnectionException($"No connection to {endPoint}: {e.InnerException?.Message ?? e.Message}", e);
        }
        RedisConnection connection = new(endPoint, address, transport) { Until = until };
        try
        {
            connection.Greet();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends commands; each must be received afterwards, in the same order.</summary>
    /// <exception cref="RedisConnectionException">The connection broke. Some commands may have been carried out.</exception>
    public void Send(params ReadOnlySpan<RedisCommand> commands)
    {
        _pieces.Clear();
        foreach (RedisCommand command in commands) command.Gather(_pieces);
        Guard(static (self, _) =>
        {
            self._transport.Send(CollectionsMarshal.AsSpan(self._pieces));
            return default;
        }, null, "sending");
    }

    /// <summary>Receives the next reply into <see cref="RedisCommand.Reply"/>; an error of the server is a reply like any other.</summary>
    /// <exception cref="RedisConnectionException">The connection broke, or time was over.</exception>
    /// <exception cref="ProtocolException">That was no reply.</exception>
    public void Receive(RedisCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Reply = Guard(static (self, command) => self._reader.Read(command), command, "waiting for an answer");
    }

    /// <summary>Sends a command and receives its reply.</summary>
    /// <exception cref="RedisErrorException">The server refused.</exception>
    public RespValue Execute(RedisCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Send(command);
        Receive(command);
        return command.Reply.Error is { } error ? throw new RedisErrorException(error, $"{command.Verb} at {EndPoint}") : command.Reply;
    }

    /// <summary>Closes the connection; harmless when repeated.</summary>
    public void Dispose()
    {
        IsClosed = true;
        _transport.Dispose();
    }

    /// <summary>No reply later than this, as a time of <see cref="Stopwatch"/>, whatever the address allows.</summary>
    internal long Until { get; set; } = long.MaxValue;

    private void Greet()
    {
        bool hasPassword = _address.Password is not null;
        RedisCommand hello = new RedisCommand().Start("HELLO", hasPassword ? 6 : 3).Number(3L);
        if (hasPassword) hello.Text("AUTH").Text(_address.User ?? "default").Text(_address.Password!);
        Hello = Execute(hello.Text("SETNAME").Text(_address.ClientName));
    }

    private RespValue Guard(Func<RedisConnection, RedisCommand?, RespValue> call, RedisCommand? command, string doing)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        _transport.Until = Math.Min(Until, Stopwatch.GetTimestamp() + (long)(_address.CommandTimeout.TotalSeconds * Stopwatch.Frequency));
        bool isDone = false;
        try
        {
            RespValue result = call(this, command);
            isDone = true;
            return result;
        }
        catch (Exception e) when (e is (IOException and not ProtocolException) or TimeoutException)
        {
            throw new RedisConnectionException($"The connection to {EndPoint} was lost while {doing}: {e.Message}", e);
        }
        finally
        {
            if (!isDone) Dispose();
        }
    }

    /// <summary>Milliseconds of a time-out that a deadline leaves, at least 1.</summary>
    private static int TimeLeft(TimeSpan timeout, long until)
    {
        double left = until == long.MaxValue ? double.MaxValue : (until - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
        return (int)Math.Max(1, Math.Min(timeout.TotalMilliseconds, left));
    }

    private static Transport Connect(RedisEndPoint endPoint, RedisAddress address, int timeoutMs)
    {
        Exception? last = null;
        foreach (IPAddress ip in Dns.GetHostAddresses(endPoint.Host))
        {
            Socket socket = new(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.SendTimeout = socket.ReceiveTimeout = timeoutMs;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                socket.Connect(ip, endPoint.Port);
                return address.Tls is { } tls ? new TlsTransport(socket, endPoint.Host, tls) : new SocketTransport(socket);
            }
            catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
            {
                socket.Dispose();
                last = e;
            }
        }
        throw last ?? new IOException($"the host '{endPoint.Host}' has no address");
    }
}
