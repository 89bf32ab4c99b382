using System.Diagnostics;

namespace Winnow.Store.Tests;

public sealed class RedisConnectionTests
{
    [Fact]
    public void Open_WithPassword_SaysWhoWeAre()
    {
        using ScriptedServer server = new(_ => ScriptedServer.Greeting);
        using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address with { User = "ann", Password = "pw", ClientName = "me" });
        Assert.Equal(["HELLO 3 AUTH ann pw SETNAME me"], server.Log);
        Assert.Equal("standalone", connection.Hello["mode"].Text);
    }

    [Fact]
    public void Open_WrongPassword_ThrowsTheServersError()
    {
        using ScriptedServer server = new(_ => "-WRONGPASS invalid username-password pair or user is disabled.\r\n");
        RedisErrorException e = Assert.Throws<RedisErrorException>(() => RedisConnection.Open(server.EndPoint, server.Address with { Password = "pw" }));
        Assert.Equal("WRONGPASS", e.Error.Code);
        Assert.DoesNotContain("pw", e.Message.Replace("username-password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NobodyListens_NamesTheServer()
    {
        RedisEndPoint closed;
        using (ScriptedServer server = new(_ => null)) closed = server.EndPoint;
        RedisConnectionException e = Assert.Throws<RedisConnectionException>(() => RedisConnection.Open(closed, new() { EndPoints = [closed] }));
        Assert.Contains(closed.ToString(), e.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("$5\r\nhel")]
    public void Execute_SilentServer_GivesUpInTime(string start)
    {
        using ManualResetEventSlim over = new();
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : start);
        using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address with { CommandTimeout = TimeSpan.FromMilliseconds(200) });
        long began = Stopwatch.GetTimestamp();
        Assert.Throws<RedisConnectionException>(() => connection.Execute(RedisCommand.Of("GET", "a")));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.15, 3);
        Assert.True(connection.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => connection.Execute(RedisCommand.Of("PING")));
    }

    [Fact]
    public void Execute_DrippingServer_GivesUpInTime()
    {
        using ManualResetEventSlim over = new();
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        Thread drip = new(() =>
        {
            using System.Net.Sockets.Socket socket = listener.AcceptSocket();
            socket.Receive(new byte[1024]);
            socket.Send(System.Text.Encoding.ASCII.GetBytes(ScriptedServer.Greeting + "$1000000\r\n"));
            try
            {
                while (!over.Wait(20)) socket.Send("a"u8);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The client has given up.
            }
        });
        drip.Start();
        RedisEndPoint server = new("127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        using RedisConnection connection = RedisConnection.Open(server, new() { EndPoints = [server], CommandTimeout = TimeSpan.FromMilliseconds(300) });
        long began = Stopwatch.GetTimestamp();
        Assert.Throws<RedisConnectionException>(() => connection.Execute(RedisCommand.Of("GET", "a")));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.25, 3);
        over.Set();
        drip.Join();
    }

    [Fact]
    public void Send_ServerThatDoesNotRead_GivesUpInTime()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using ManualResetEventSlim over = new();
        Thread deaf = new(() =>
        {
            using System.Net.Sockets.Socket socket = listener.AcceptSocket();
            socket.Receive(new byte[1024]);
            socket.Send(System.Text.Encoding.ASCII.GetBytes(ScriptedServer.Greeting));
            over.Wait();
        });
        deaf.Start();
        RedisEndPoint server = new("127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        using RedisConnection connection = RedisConnection.Open(server, new() { EndPoints = [server], CommandTimeout = TimeSpan.FromMilliseconds(300) });
        long began = Stopwatch.GetTimestamp();
        Assert.Throws<RedisConnectionException>(() => connection.Execute(new RedisCommand().Start("SET", 2).Text("a").Bytes(new byte[64 << 20])));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.25, 3);
        over.Set();
        deaf.Join();
    }

    [Fact]
    public void Execute_MissingArgument_IsRefusedBeforeSending()
    {
        using ScriptedServer server = new(_ => ScriptedServer.Greeting);
        using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address);
        Assert.Throws<InvalidOperationException>(() => connection.Execute(new RedisCommand().Start("SET", 2).Text("a")));
        Assert.Throws<InvalidOperationException>(() => new RedisCommand().Start("GET", 1).Text("a").Text("b"));
    }
}
