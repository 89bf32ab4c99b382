using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Winnow.Store.Local;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Module.Tests;

/// <summary>A redis-server with the module, and a connection to it.</summary>
internal sealed class ModuleServer : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RedisCommand _command = new();
    private RedisConnection? _connection;

    public ModuleServer(Func<LocalNodeOptions, LocalNodeOptions>? change = null)
    {
        LocalNodeOptions options = new() { Directory = _folder.Path, Module = ModuleFile.Find() };
        try
        {
            Node = LocalNode.Start(change is null ? options : change(options));
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    public LocalNode Node { get; }

    private RedisConnection Connection
    {
        get
        {
            if (_connection is { IsClosed: false }) return _connection;
            _connection?.Dispose();
            return _connection = Node.Connect();
        }
    }

    /// <summary>The answer to a command, an error included: strings, byte blocks, and numbers in decimal digits.</summary>
    public RespValue Call(params ReadOnlySpan<object> words)
    {
        RedisCommand command = _command.Start((string)words[0], words.Length - 1);
        foreach (object word in words[1..])
        {
            if (word is byte[] bytes) command.Bytes(bytes);
            else command.Text(Convert.ToString(word, CultureInfo.InvariantCulture)!);
        }
        Connection.Send(command);
        Connection.Receive(command);
        return command.Reply;
    }

    /// <summary>The text of an error that is expected.</summary>
    public string Error(params ReadOnlySpan<object> words)
    {
        RespValue reply = Call(words);
        Assert.True(reply.Error is not null, $"{words[0]} was answered by {reply}, not by an error.");
        return reply.Error!.ToString();
    }

    /// <summary>A command that must be answered by OK.</summary>
    public void Do(params ReadOnlySpan<object> words)
    {
        RespValue reply = Call(words);
        Assert.True(reply.Error is null && reply.Text == "OK", $"{words[0]} was answered by {reply}.");
    }

    /// <summary>DEBUG DIGEST-VALUE of a key.</summary>
    public string Digest(string key) => Call("DEBUG", "DIGEST-VALUE", key).Items[0].Text;

    /// <summary>A number of INFO.</summary>
    public long Info(string field) => long.Parse(Node.Info(field) ?? throw new InvalidOperationException($"INFO has no {field}."), CultureInfo.InvariantCulture);

    /// <summary>Starts the node again on its data.</summary>
    /// <param name="killed">Whether it had no time to say good-bye.</param>
    public void Restart(bool killed)
    {
        _connection?.Dispose();
        if (killed) Node.Kill();
        else Node.Stop();
        Node.Start();
    }

    public void Dispose()
    {
        _connection?.Dispose();
        Node.Dispose();
        _folder.Dispose();
    }

    /// <summary>Numbers as they travel.</summary>
    public static byte[] Blob<T>(params ReadOnlySpan<T> numbers) where T : unmanaged => MemoryMarshal.AsBytes(numbers).ToArray();

    /// <summary>Numbers as they came.</summary>
    public static T[] Numbers<T>(RespValue reply) where T : unmanaged => MemoryMarshal.Cast<byte, T>(reply.Bytes).ToArray();
}
