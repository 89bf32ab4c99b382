using Winnow.Store.Local;
using Winnow.Store.Tests.Local;
using static Winnow.Store.Module.Tests.ModuleServer;

namespace Winnow.Store.Module.Tests.Persistence;

public sealed class PersistenceTests
{
    [ModuleFact]
    public void Reload_AllValues_KeepTheirDigest()
    {
        using ModuleServer server = new();
        TestValues.Fill(server);
        string[] before = TestValues.Digests(server);

        server.Do("DEBUG", "RELOAD");

        Assert.Equal(before, TestValues.Digests(server));
        GoesOn(server);
    }

    [ModuleFact]
    public void Restart_AfterSave_KeepsAllValues()
    {
        using ModuleServer server = new(o => o with { Save = "3600 1" });
        TestValues.Fill(server);
        string[] before = TestValues.Digests(server);

        server.Restart(killed: false);

        Assert.Equal(before, TestValues.Digests(server));
        GoesOn(server);
    }

    [ModuleFact]
    public void Restart_FromCommandsOfTheAppendOnlyFile_KeepsAllValues()
    {
        using ModuleServer server = new(o => o with { AppendOnly = true, AppendFsync = "always" });
        TestValues.Fill(server);
        string[] before = TestValues.Digests(server);

        server.Restart(killed: true);

        Assert.Equal(before, TestValues.Digests(server));
        GoesOn(server);
    }

    [ModuleTheory, InlineData("yes"), InlineData("no")]
    public void Restart_FromRewrittenAppendOnlyFile_KeepsAllValues(string preamble)
    {
        using ModuleServer server = new(o => o with { AppendOnly = true, AppendFsync = "always", Settings = ["aof-use-rdb-preamble " + preamble] });
        TestValues.Fill(server);
        server.Call("BGREWRITEAOF");
        Wait.Until(() => server.Info("aof_rewrite_in_progress") == 0 && server.Info("aof_rewrite_scheduled") == 0);
        Assert.Equal("ok", server.Node.Info("aof_last_bgrewrite_status"));
        TestValues.Push(server, "table", 30, 33);       // behind the rewritten part
        string[] before = TestValues.Digests(server);

        server.Restart(killed: true);

        Assert.Equal(before, TestValues.Digests(server));
        TestValues.Push(server, "table", 33, 36);
    }

    [ModuleFact]
    public void DumpAndRestore_AllValues_GiveEqualOnes()
    {
        using ModuleServer server = new(), other = new();
        TestValues.Fill(server);

        foreach (string key in TestValues.Keys) other.Do("RESTORE", key, 0, server.Call("DUMP", key).Bytes.ToArray());

        Assert.Equal(TestValues.Digests(server), TestValues.Digests(other));
        GoesOn(other);
    }

    [ModuleFact]
    public void Migrate_AllValues_MoveToTheOtherServer()
    {
        using ModuleServer server = new(), other = new();
        TestValues.Fill(server);
        string[] before = TestValues.Digests(server);

        server.Do(["MIGRATE", "127.0.0.1", other.Node.Port, "", 0, 5000, "KEYS", .. TestValues.Keys]);

        Assert.Equal(0, server.Call("DBSIZE").Integer);
        Assert.Equal(before, TestValues.Digests(other));
        GoesOn(other);
    }

    [ModuleFact]
    public void Copy_AllValues_GoOnIndependently()
    {
        using ModuleServer server = new();
        TestValues.Fill(server);
        string[] before = TestValues.Digests(server);

        foreach (string key in TestValues.Keys)
        {
            Assert.Equal(1, server.Call("COPY", key, key + "-copy").Integer);
            Assert.Equal(server.Digest(key), server.Digest(key + "-copy"));
        }
        GoesOn(server);

        Assert.Equal(before, TestValues.Keys.Select(k => server.Digest(k + "-copy")));
    }

    [ModuleFact]
    public void Unlink_LargeTable_FreesItInTheBackgroundAndTheTotalsFollow()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table with { Table = TestValues.Table.Table with { AdmissionThreshold = 1 } });
        const int Rows = 500_000;
        ulong[] keys = [.. Enumerable.Range(1, Rows).Select(k => (ulong)k)];
        server.Call("WINNOW.TABLE.PUSH", "t", 1, 0, 1, "0.1", Blob<ulong>(keys), Blob<float>(new float[Rows * TestValues.Dimension]));
        Assert.Equal(Rows, server.Info("winnow_rows"));
        Assert.InRange(server.Call("MEMORY", "USAGE", "t").Integer, Rows * 84L, Rows * 130L);
        long freed = server.Info("lazyfreed_objects");

        Assert.Equal(1, server.Call("UNLINK", "t").Integer);

        Wait.Until(() => server.Info("lazyfreed_objects") == freed + 1);
        Assert.Equal(0, server.Info("winnow_rows"));
        Assert.Equal(0, server.Info("winnow_tables"));
        Assert.Equal(0, server.Info("winnow_table_bytes"));
    }

    [ModuleFact]
    public void FlushAll_Async_LeavesNothing()
    {
        using ModuleServer server = new();
        TestValues.Fill(server);
        server.Do("FLUSHALL", "ASYNC");
        Wait.Until(() => server.Info("winnow_tables") + server.Info("winnow_dense_blocks") + server.Info("winnow_queues") == 0);
        Assert.Equal(0, server.Info("winnow_table_bytes") + server.Info("winnow_dense_bytes") + server.Info("winnow_queue_bytes"));
    }

    [ModuleFact]
    public void Save_WhileUpdatesCome_WritesOneInstant()
    {
        using ModuleServer server = new(), other = new();
        TestValues.Create(server, "table", TestValues.Table);
        TestValues.Push(server, "table", 0, 20);
        string before = server.Digest("table");

        server.Do("CONFIG", "SET", "rdb-key-save-delay", 200_000);      // the child takes its time, and the parent goes on
        server.Call("BGSAVE");
        TestValues.Push(server, "table", 20, 40);
        Wait.Until(() => server.Info("rdb_bgsave_in_progress") == 0);
        Assert.Equal("ok", server.Node.Info("rdb_last_bgsave_status"));

        File.Copy(Path.Combine(server.Node.Directory, "dump.rdb"), Path.Combine(other.Node.Directory, "dump.rdb"));
        other.Do("DEBUG", "RELOAD", "NOSAVE");
        Assert.Equal(before, other.Digest("table"));
    }

    [ModuleFact]
    public void Restore_DamagedValue_IsAnErrorAndTheServerLives()
    {
        using ModuleServer server = new();
        TestValues.Fill(server);
        string[] before = TestValues.Digests(server);
        byte[] dump = server.Call("DUMP", "table").Bytes.ToArray();
        dump[40] ^= 0x55;
        RdbPayload.Sign(dump);

        Assert.Contains("Bad data format", server.Error("RESTORE", "new", 0, dump), StringComparison.Ordinal);
        Assert.Equal(before, TestValues.Digests(server));
    }

    /// <summary>The values take the next updates of their run, and no earlier one.</summary>
    private static void GoesOn(ModuleServer server)
    {
        byte[] none = [];
        Assert.Equal(0, server.Call("WINNOW.TABLE.PUSH", "table", 77, 29, 1, "0.05", none, none).Integer);
        TestValues.Push(server, "table", 30, 33);
        Assert.Equal(0, server.Call("WINNOW.TABLE.PUSH", "parts", 77, 10, 4, "0.05", none, none).Integer);
        TestValues.Push(server, "parts", 11, 13, parts: 4);
        Assert.Equal(1, server.Call("WINNOW.DENSE.PUSH", "dense", 77, 5, 2, "0.1", Blob<float>(0, 0, 1, 1, 1)).Integer);
        Assert.Equal(1, server.Call("WINNOW.QUEUE.COMPLETE", "queue", "worker-0", 0, "0.5", 10).Integer);
        Assert.Equal(2, server.Call("WINNOW.QUEUE.LEASE", "queue", "worker-0", 1000).Items[1].Integer);     // given back by worker-2
    }
}
