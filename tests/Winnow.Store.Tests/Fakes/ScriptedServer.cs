using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Winnow.Store.Tests;

/// <summary>A server that answers each command as a script says, by bytes that need not be RESP. Greets like a Redis without a cluster unless told otherwise.</summary>
internal sealed class ScriptedServer : IDisposable
{
    internal const string Greeting = "%2\r\n+mode\r\n+standalone\r\n+role\r\n+master\r\n";
    internal const string ClusterGreeting = "%2\r\n+mode\r\n+cluster\r\n+role\r\n+master\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string[], string?> _answer;
    private readonly List<Socket> _open = [];

    /// <param name="answer">From the words of a command to the bytes of the reply (Latin-1). Null: the connection is cut. A reply that ends in
    /// <see cref="Cut"/> is sent, then the connection is cut.</param>
    internal ScriptedServer(Func<string[], string?> answer)
    {
        _answer = answer;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    internal const string Cut = "\0CUT";

    internal RedisEndPoint EndPoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    internal RedisAddress Address => new()
    {
        EndPoints = [EndPoint],
        CommandTimeout = TimeSpan.FromSeconds(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        Deadline = TimeSpan.FromSeconds(10),
    };

    /// <summary>All commands that came, their words joined by blanks.</summary>
    internal List<string> Log { get; } = [];

    internal int Count(string start)
    {
        lock (Log) return Log.Count(l => l.StartsWith(start, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_open)
            foreach (Socket socket in _open) socket.Dispose();
    }

    /// <summary><c>CLUSTER SLOTS</c> of ranges of equal size.</summary>
    internal static string SlotsOf(params RedisEndPoint[] nodes)
    {
        StringBuilder text = new($"*{nodes.Length}\r\n");
        for (int i = 0; i < nodes.Length; i++)
        {
            int first = i * HashSlot.Count / nodes.Length, last = (i + 1) * HashSlot.Count / nodes.Length - 1;
            text.Append($"*3\r\n:{first}\r\n:{last}\r\n*3\r\n${nodes[i].Host.Length}\r\n{nodes[i].Host}\r\n:{nodes[i].Port}\r\n$1\r\nx\r\n");
        }
        return text.ToString();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.AcceptSocket();
                lock (_open) _open.Add(socket);
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            using NetworkStream stream = new(socket, ownsSocket: true);
            while (ReadCommand(stream) is { } words)
            {
                lock (Log) Log.Add(string.Join(' ', words));
                string? answer = _answer(words);
                if (answer is null) return;
                bool cut = answer.EndsWith(Cut, StringComparison.Ordinal);
                stream.Write(Encoding.Latin1.GetBytes(cut ? answer[..^Cut.Length] : answer));
                if (cut) return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
    }

    private static string[]? ReadCommand(NetworkStream stream)
    {
        if (ReadLine(stream) is not { } head) return null;
        string[] words = new string[int.Parse(head[1..])];
        for (int i = 0; i < words.Length; i++)
        {
            byte[] bytes = new byte[int.Parse(ReadLine(stream)![1..]) + 2];
            stream.ReadExactly(bytes);
            words[i] = Encoding.Latin1.GetString(bytes[..^2]);
        }
        return words;
    }

    private static string? ReadLine(NetworkStream stream)
    {
        StringBuilder line = new();
        for (int b; (b = stream.ReadByte()) >= 0;)
        {
            if (b == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)b);
        }
        return null;
    }
}
