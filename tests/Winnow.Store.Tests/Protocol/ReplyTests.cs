using System.Text;

namespace Winnow.Store.Tests;

public sealed class ReplyTests
{
    [Theory]
    [InlineData("+OK\r\n", RespKind.Bytes)]
    [InlineData("$0\r\n\r\n", RespKind.Bytes)]
    [InlineData(":-12\r\n", RespKind.Integer)]
    [InlineData(",1.5e3\r\n", RespKind.Double)]
    [InlineData(",-inf\r\n", RespKind.Double)]
    [InlineData(",nan\r\n", RespKind.Double)]
    [InlineData("#t\r\n", RespKind.Boolean)]
    [InlineData("_\r\n", RespKind.Null)]
    [InlineData("$-1\r\n", RespKind.Null)]
    [InlineData("*-1\r\n", RespKind.Null)]
    [InlineData("(-123456789012345678901234567890\r\n", RespKind.Bytes)]
    [InlineData("=7\r\ntxt:abc\r\n", RespKind.Bytes)]
    [InlineData("*2\r\n:1\r\n*1\r\n+a\r\n", RespKind.Array)]
    [InlineData("~1\r\n:1\r\n", RespKind.Array)]
    [InlineData("%1\r\n+a\r\n:1\r\n", RespKind.Map)]
    [InlineData("-ERR no\r\n", RespKind.Error)]
    [InlineData("!6\r\nERR no\r\n", RespKind.Error)]
    [InlineData(">2\r\n+invalidate\r\n*0\r\n:5\r\n", RespKind.Integer)]              // a push before the reply
    [InlineData("|1\r\n+ttl\r\n:9\r\n:5\r\n", RespKind.Integer)]                      // attributes before the reply
    [InlineData("*1\r\n|1\r\n+ttl\r\n:9\r\n:5\r\n", RespKind.Array)]                  // and inside
    public void Execute_EachType_IsItsKind(string reply, RespKind kind)
    {
        RespValue value = Ask(reply);
        Assert.Equal(kind, value.Kind);
    }

    [Fact]
    public void Execute_Values_AreWhatWasSent()
    {
        RespValue map = Ask("%4\r\n+a\r\n:9223372036854775807\r\n+b\r\n,2.5\r\n+c\r\n$3\r\nx\ry\r\n+d\r\n*2\r\n-WRONGTYPE is it\r\n#f\r\n");
        Assert.Equal(long.MaxValue, map["a"].Integer);
        Assert.Equal(2.5, map["b"].Number);
        Assert.Equal("x\ry", map["c"].Text);
        Assert.Equal(new RedisError("WRONGTYPE", "is it"), map["d"].Items[0].Error);
        Assert.Equal(0, map["d"].Items[1].Integer);
        Assert.Null(map.Field("e"));
        Assert.Throws<ProtocolException>(() => map["d"].Integer);
    }

    [Theory]
    [InlineData("?\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData(":12a\r\n")]
    [InlineData(":\r\n")]
    [InlineData(":99999999999999999999\r\n")]
    [InlineData(":1\n")]
    [InlineData("+a\rb\r\n")]
    [InlineData("$3\r\nabcd\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$600000000\r\n")]
    [InlineData("*2000000\r\n")]
    [InlineData("%-1\r\n")]
    [InlineData("#x\r\n")]
    [InlineData("_x\r\n")]
    [InlineData(",1..5\r\n")]
    [InlineData(",1,5\r\n")]
    [InlineData("(12x\r\n")]
    [InlineData("=3\r\nabc\r\n")]
    [InlineData("$?\r\n")]
    public void Execute_NoReply_ThrowsAndCloses(string reply)
    {
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : reply);
        using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address);
        Assert.Throws<ProtocolException>(() => connection.Execute(RedisCommand.Of("PING")));
        Assert.True(connection.IsClosed);
    }

    [Fact]
    public void Execute_NestedTooDeep_Throws() =>
        Assert.Throws<ProtocolException>(() => Ask(string.Concat(Enumerable.Repeat("*1\r\n", 40)) + ":1\r\n"));

    [Fact]
    public void Execute_LineWithoutEnd_Throws() => Assert.Throws<ProtocolException>(() => Ask("+" + new string('a', 20_000)));

    [Fact]
    public void Execute_CountsThatMultiply_Throws() =>
        Assert.Throws<ProtocolException>(() => Ask("*2\r\n*600000\r\n" + string.Concat(Enumerable.Repeat("_\r\n", 600_000)) + "*600000\r\n"));

    [Theory, InlineData("$500000000\r\nabc"), InlineData("*1000000\r\n:1\r\n")]
    public void Execute_AnnouncedButNeverSent_AllocatesLittle(string start)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<RedisConnectionException>(() => Ask(start + ScriptedServer.Cut));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Execute_EveryCut_IsALostConnection()
    {
        const string Reply = "*3\r\n$5\r\nhello\r\n%1\r\n+a\r\n,1.5\r\n=7\r\ntxt:abc\r\n";
        int cut = 0;
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : Reply[..cut] + ScriptedServer.Cut);
        for (; cut < Reply.Length; cut++)
        {
            using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address);
            Assert.Throws<RedisConnectionException>(() => connection.Execute(RedisCommand.Of("PING")));
        }
    }

    [Fact]
    public unsafe void Into_LargeString_ArrivesInItsPlace()
    {
        string blob = string.Concat(Enumerable.Range(0, 50_000).Select(i => (char)('a' + i % 26)));
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : $"${blob.Length}\r\n{blob}\r\n*2\r\n:7\r\n${blob.Length}\r\n{blob}\r\n+next\r\n");
        using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address);
        byte[] target = new byte[blob.Length];
        fixed (byte* p = target)
        {
            RedisCommand first = RedisCommand.Of("GET").Into(p, target.Length), second = RedisCommand.Of("GET").Into(p, target.Length, element: 1);
            connection.Send(first);
            connection.Receive(first);
            Assert.Equal(blob.Length, first.Reply.Length);
            Assert.Equal(blob, Encoding.ASCII.GetString(target));
            target.AsSpan().Clear();
            connection.Receive(second);
            Assert.Equal(7, second.Reply.Items[0].Integer);
            Assert.Equal(RespKind.Received, second.Reply.Items[1].Kind);
            Assert.Equal(blob, Encoding.ASCII.GetString(target));
            RedisCommand third = new();
            connection.Receive(third);
            Assert.Equal("next", third.Reply.Text);
        }
    }

    [Fact]
    public unsafe void Into_LongerThanPlace_ThrowsAndWritesNothing()
    {
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : "$5\r\nhello\r\n");
        using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address);
        byte* target = stackalloc byte[4];
        RedisCommand command = RedisCommand.Of("GET").Into(target, 4);
        Assert.Throws<ProtocolException>(() => connection.Execute(command));
        Assert.Equal(0, *(int*)target);
    }

    private static RespValue Ask(string reply)
    {
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : reply);
        using RedisConnection connection = RedisConnection.Open(server.EndPoint, server.Address);
        RedisCommand command = RedisCommand.Of("PING");
        connection.Send(command);
        connection.Receive(command);
        return command.Reply;
    }
}
