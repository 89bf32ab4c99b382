using System.Net.Sockets;
using Winnow.Store.Tests.Local;
using static Winnow.Store.Module.Tests.ModuleServer;

namespace Winnow.Store.Module.Tests.Commands;

public sealed class ArgumentTests
{
    [ModuleFact]
    public void Commands_BadArguments_AreAnsweredByWhatCameAndWhatWasExpected()
    {
        using ModuleServer server = new();
        TestValues.Fill(server);
        string[] before = TestValues.Digests(server);
        byte[] key = Blob<ulong>(1), gradient = Blob<float>(1, 2, 3, 4, 5, 6);

        (string Expected, object[] Command)[] cases =
        [
            ("NOKEY", ["WINNOW.TABLE.PULL", "none", 1, 0, key]),
            ("WRONGTYPE", ["WINNOW.TABLE.PULL", "dense", 1, 0, key]),
            ("WRONGTYPE", ["WINNOW.QUEUE.STATUS", "table"]),
            ("argument 2", ["WINNOW.TABLE.PULL", "table", "x", 0, key]),
            ("argument 3", ["WINNOW.TABLE.PULL", "table", 1, -1, key]),
            ("argument 4", ["WINNOW.TABLE.PULL", "table", 1, 0, new byte[7]]),
            ("argument 4", ["WINNOW.TABLE.PUSH", "table", 77, 30, 0, "0.1", key, gradient]),
            ("argument 4", ["WINNOW.TABLE.PUSH", "table", 77, 30, 257, "0.1", key, gradient]),
            ("argument 5", ["WINNOW.TABLE.PUSH", "table", 77, 30, 1, "nan", key, gradient]),
            ("argument 5", ["WINNOW.TABLE.PUSH", "table", 77, 30, 1, "0", key, gradient]),
            ("argument 7", ["WINNOW.TABLE.PUSH", "table", 77, 30, 1, "0.1", key, Blob<float>(1, 2)]),
            ("argument 3", ["WINNOW.TABLE.PUSH", "table", 77, "9223372036854775807", 1, "0.1", key, gradient]),
            ("ERR", ["WINNOW.TABLE.PUSH", "table", 77, 1_000_000_000, 1, "0.1", key, gradient]),
            ("argument 2", ["WINNOW.TABLE.SWEEP", "table", "1000000000000"]),
            ("argument 2", ["WINNOW.TABLE.SNAPSHOT", "table", "row"]),
            ("argument 3", ["WINNOW.TABLE.SCAN", "table", 0, "LIMIT", 3]),
            ("argument 2", ["WINNOW.TABLE.RESTOREROWS", "table", "rows", key]),
            ("2 fault(s)", ["WINNOW.TABLE.CREATE", "new", "NAME", "x", "DIM", "y", "FOO", 1]),
            ("NAME is missing", ["WINNOW.TABLE.CREATE", "new", "DIM", 3, "SEED", 1]),
            ("no value", ["WINNOW.TABLE.CREATE", "new", "NAME", "x", "DIM", 3, "SEED"]),
            ("VALUES", ["WINNOW.DENSE.CREATE", "new", "NAME", "x", "LENGTH", 1, "VALUE", Blob<float>(1)]),
            ("ERR", ["WINNOW.DENSE.CREATE", "new", "NAME", "x", "LENGTH", 2, "VALUES", Blob<float>(1)]),
            ("ERR", ["WINNOW.DENSE.PUSH", "dense", 77, 5, 2, "0.1", Blob<float>(1)]),
            ("AT is for replication", ["WINNOW.QUEUE.LEASE", "queue", "w", 1000, "AT", 5]),
            ("argument 3", ["WINNOW.QUEUE.LEASE", "queue", "w", 0]),
            ("ERR", ["WINNOW.QUEUE.LEASE", "queue", "two words", 1000]),
            ("ERR", ["WINNOW.QUEUE.OPEN", "queue", 1, "0.5"]),
            ("ERR", ["WINNOW.QUEUE.COMPLETE", "queue", "w", 100, "0.5", 1]),
            ("append-only", ["WINNOW.REBUILD", "new", "table", 0, key]),
            ("wrong number of arguments", ["WINNOW.TABLE.PULL", "table", 1]),
        ];
        foreach ((string expected, object[] command) in cases) Assert.Contains(expected, server.Error(command), StringComparison.Ordinal);

        Assert.Equal(before, TestValues.Digests(server));
        Assert.Equal(0, server.Call("EXISTS", "new").Integer);
    }

    [ModuleFact]
    public void CommandDocs_EveryCommand_TellsWhatItDoesAndWhereItsKeyIs()
    {
        using ModuleServer server = new();
        foreach (RespValue name in server.Call("COMMAND", "LIST", "FILTERBY", "MODULE", "winnow").Items.ToArray())
        {
            RespValue docs = server.Call("COMMAND", "DOCS", name.Text).Items[1];
            Assert.NotEmpty(docs["summary"].Text);
            Assert.NotEmpty(docs["arguments"].Items.ToArray());
            RespValue[] info = server.Call("COMMAND", "INFO", name.Text).Items[0].Items.ToArray();
            Assert.Equal(1, info[3].Integer);
            Assert.Equal(1, info[4].Integer);
        }
    }

    [ModuleFact]
    public void Create_KeyspaceNotifications_TellOfNewKeysAndLoads()
    {
        using ModuleServer server = new(o => o with { Settings = ["notify-keyspace-events Ed"] });
        using TcpClient listener = new("127.0.0.1", server.Node.Port);
        listener.ReceiveTimeout = 10_000;
        using StreamReader reader = new(listener.GetStream());
        listener.GetStream().Write("SUBSCRIBE __keyevent@0__:winnow.create\r\n"u8);
        Assert.Equal("1", Lines(reader, 6)[^1].TrimStart(':'));

        TestValues.Create(server, "t", TestValues.Table);

        Assert.Equal("t", Lines(reader, 7)[^1]);
    }

    private static string[] Lines(StreamReader reader, int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadLine()!)];
}
