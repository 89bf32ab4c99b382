using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Winnow.Store.Local.Internals;

/// <summary>A plain connection to a node, for commands and answers that are text (RESP2).</summary>
internal sealed class AdminConnection : IDisposable
{
    private const int MostSeconds = 30;
    private static readonly TimeSpan s_mostToConnect = TimeSpan.FromSeconds(3);
    private readonly TcpClient _client = new() { NoDelay = true, ReceiveTimeout = MostSeconds * 1000, SendTimeout = MostSeconds * 1000 };
    private readonly BufferedStream _stream;

    public AdminConnection(string host, int port, string? user, string? password)
    {
        try
        {
            if (!_client.ConnectAsync(host, port).Wait(s_mostToConnect)) throw new IOException($"Nobody answers on {host}:{port} within {s_mostToConnect.TotalSeconds:0} s.");
        }
        catch (Exception failure) when (failure is AggregateException or IOException)
        {
            _client.Dispose();
            throw failure is IOException ? failure : new IOException($"Nobody answers on {host}:{port}: {failure.InnerException!.Message}", failure);
        }
        _stream = new BufferedStream(_client.GetStream());
        if (password is not null) Authenticate(user, password);
    }

    /// <summary>Sends a command and reads its answer: a string, a long, an array of these, or null.</summary>
    /// <exception cref="IOException">The connection broke, or the answer is an error, which the message repeats.</exception>
    public object? Execute(params ReadOnlySpan<string> command)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (string word in command) text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        _stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        _stream.Flush();
        return Read();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private void Authenticate(string? user, string password)
    {
        try
        {
            if (user is null) Execute("AUTH", password);
            else Execute("AUTH", user, password);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private object? Read()
    {
        string line = ReadLine();
        return line[0] switch
        {
            '+' => line[1..],
            '-' => throw new IOException(line[1..]),
            ':' => Number(line),
            '$' => Number(line) is >= 0 and long length ? ReadText((int)length) : null,
            '*' => Number(line) is >= 0 and long count ? ReadItems((int)count) : null,
            _ => throw new IOException($"'{line}' is no answer of a Redis server; is this port one?"),
        };
    }

    private object?[] ReadItems(int count)
    {
        object?[] items = new object?[count];
        for (int i = 0; i < count; i++) items[i] = Read();
        return items;
    }

    private string ReadText(int length)
    {
        byte[] bytes = new byte[length + 2];
        _stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }

    private string ReadLine()
    {
        StringBuilder line = new();
        for (int b; (b = _stream.ReadByte()) != '\r';)
            line.Append(b >= 0 ? (char)b : throw new IOException("The node closed the connection."));
        _ = _stream.ReadByte();     // the line feed
        return line.Length > 0 ? line.ToString() : throw new IOException("An empty line is no answer of a Redis server.");
    }

    private static long Number(string line) => long.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
}
