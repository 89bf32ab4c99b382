using Winnow.Embeddings;
using Winnow.Store.Tests.Local;
using static Winnow.Store.Module.Tests.ModuleServer;

namespace Winnow.Store.Module.Tests.Commands;

public sealed class ServerTests
{
    private const int Rows = 1000;

    [ModuleFact]
    public void PullsAndPushes_OnceWarm_AllocateNothingManaged()
    {
        using ModuleServer server = new();
        object[] keys = Prepare(server);
        Exchange(server, keys, 1, 20);
        long allocated = server.Info("winnow_allocated_bytes"), collections = server.Info("winnow_collections");

        Exchange(server, keys, 20, 220);

        Assert.Equal(allocated, server.Info("winnow_allocated_bytes"));
        Assert.Equal(collections, server.Info("winnow_collections"));
    }

    [ModuleFact]
    public void Info_AfterTraffic_TellsWhatHappened()
    {
        using ModuleServer server = new();
        object[] keys = Prepare(server);
        Exchange(server, keys, 1, 4);
        server.Error("WINNOW.TABLE.PULL", "t", 1, 99, keys[0]);
        server.Error("WINNOW.TABLE.PULL", "none", 1, 0, keys[0]);

        Assert.Equal(1, server.Info("winnow_tables"));
        Assert.Equal(Rows, server.Info("winnow_rows"));
        Assert.Equal(server.Call("WINNOW.TABLE.DESCRIBE", "t")["bytes"].Integer, server.Info("winnow_table_bytes"));
        Assert.Equal(3, server.Info("winnow_pulls"));
        Assert.Equal(3 * Rows, server.Info("winnow_pulled_keys"));
        Assert.Equal(4, server.Info("winnow_pushes"));
        Assert.Equal(1, server.Info("winnow_not_yet"));
        Assert.Equal(1, server.Info("winnow_errors"));
    }

    [ModuleFact]
    public void Push_BeyondMaxMemory_IsRefusedUntilThereIsRoom()
    {
        using ModuleServer server = new(), replica = new();
        object[] keys = Prepare(server);
        replica.Do("REPLICAOF", "127.0.0.1", server.Node.Port);
        Wait.Until(() => replica.Node.Info("master_link_status") == "up");
        replica.Do("CONFIG", "SET", "maxmemory", 1_000_000_000);
        long used = server.Info("used_memory") + server.Info("winnow_native_bytes");
        server.Do("CONFIG", "SET", "maxmemory", used - 50_000);
        string before = server.Digest("t");

        Assert.StartsWith("OOM", server.Error(["WINNOW.TABLE.PUSH", "t", 1, 1, 1, "0.1", .. keys]), StringComparison.Ordinal);
        Assert.StartsWith("OOM", server.Error("WINNOW.TABLE.CREATE", "u", "NAME", "u", "DIM", 4), StringComparison.Ordinal);
        Assert.Equal(before, server.Digest("t"));
        Assert.Equal(Rows * TestValues.Dimension * sizeof(float), server.Call("WINNOW.TABLE.PULL", "t", 1, 1, keys[0]).Length);

        server.Do("CONFIG", "SET", "maxmemory", 1_000_000_000);
        replica.Do("CONFIG", "SET", "maxmemory", used / 2);       // what the master has decided, a replica does
        Assert.Equal(1, server.Call(["WINNOW.TABLE.PUSH", "t", 1, 1, 1, "0.1", .. keys]).Integer);
        Assert.Equal(1, server.Call("WAIT", 1, 8_000).Integer);
        Assert.Equal(server.Digest("t"), replica.Digest("t"));
    }

    [ModuleFact]
    public void Transaction_PushAndComplete_AreOneOnMasterAndReplica()
    {
        using ModuleServer server = new(), replica = new();
        object[] keys = Prepare(server);
        replica.Do("REPLICAOF", "127.0.0.1", server.Node.Port);
        Wait.Until(() => replica.Node.Info("master_link_status") == "up");
        server.Do("WINNOW.QUEUE.CREATE", "q");
        server.Do("WINNOW.QUEUE.OPEN", "q", 5, 1);

        server.Do("MULTI");
        server.Call("WINNOW.QUEUE.LEASE", "q", "w", 1000);
        server.Call(["WINNOW.TABLE.PUSH", "t", 1, 1, 1, "0.1", .. keys]);
        server.Call("WINNOW.QUEUE.COMPLETE", "q", "w", 0, "0.5", 3);
        RespValue[] replies = server.Call("EXEC").Items.ToArray();

        Assert.Equal("granted", replies[0].Items[0].Text);
        Assert.Equal(1, replies[1].Integer);
        Assert.Equal(1, replies[2].Integer);
        Assert.Equal(1, server.Call("WAIT", 1, 8_000).Integer);
        Assert.Equal((server.Digest("t"), server.Digest("q")), (replica.Digest("t"), replica.Digest("q")));
    }

    [ModuleFact]
    public void Acl_KeysAndCommandsOfOneRun_LetAWorkerDoItsWorkAndNothingElse()
    {
        using ModuleServer server = new();
        object[] keys = Prepare(server);
        server.Do("ACL", "SETUSER", "worker", "on", ">secret", "~t", "-@all", "+winnow.table.pull", "+winnow.table.push", "+auth", "+hello");
        server.Do("AUTH", "worker", "secret");

        Assert.Equal(1, server.Call(["WINNOW.TABLE.PUSH", "t", 1, 1, 1, "0.1", .. keys]).Integer);
        Assert.StartsWith("NOPERM", server.Error("WINNOW.TABLE.PULL", "u", 1, 0, keys[0]), StringComparison.Ordinal);
        Assert.StartsWith("NOPERM", server.Error("WINNOW.TABLE.SWEEP", "t", 1), StringComparison.Ordinal);
        server.Do("AUTH", "default", "");
    }

    /// <summary>A shard with <see cref="Rows"/> rows; returns keys and gradients as a push wants them.</summary>
    private static object[] Prepare(ModuleServer server)
    {
        TestValues.Create(server, "t", TestValues.Table with { Table = TestValues.Table.Table with { AdmissionThreshold = 1 }, Optimizer = new() { Algorithm = SparseAlgorithm.RowWiseAdagrad } });
        ulong[] keys = [.. Enumerable.Range(1, Rows).Select(k => (ulong)k)];
        object[] blobs = [Blob<ulong>(keys), Blob<float>(new float[Rows * TestValues.Dimension])];
        Assert.Equal(1, server.Call(["WINNOW.TABLE.PUSH", "t", 1, 0, 1, "0.1", .. blobs]).Integer);
        return blobs;
    }

    private static void Exchange(ModuleServer server, object[] blobs, int first, int end)
    {
        for (int position = first; position < end; position++)
        {
            Assert.Equal(1, server.Call(["WINNOW.TABLE.PUSH", "t", 1, position, 1, "0.1", .. blobs]).Integer);
            Assert.Equal(Rows * TestValues.Dimension * sizeof(float), server.Call("WINNOW.TABLE.PULL", "t", 1, position + 1, blobs[0]).Length);
        }
    }
}
