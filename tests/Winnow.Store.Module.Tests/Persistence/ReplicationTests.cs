using Winnow.Store.Tests.Local;
using static Winnow.Store.Module.Tests.ModuleServer;

namespace Winnow.Store.Module.Tests.Persistence;

public sealed class ReplicationTests
{
    [ModuleTheory, InlineData("yes", "disabled"), InlineData("no", "disabled"), InlineData("yes", "swapdb")]
    public void FullResynchronisation_DisklessOrNot_GivesEqualDigests(string diskless, string load)
    {
        using ModuleServer master = new(o => o with { Settings = ["repl-diskless-sync " + diskless] });
        using ModuleServer replica = new(o => o with { Settings = ["repl-diskless-load " + load] });
        TestValues.Fill(master);
        TestValues.Create(replica, "old", TestValues.Table);

        Follow(replica, master);

        Assert.Equal(TestValues.Digests(master), TestValues.Digests(replica));
        Assert.Equal(0, replica.Call("EXISTS", "old").Integer);
    }

    [ModuleFact]
    public void Stream_AllCommands_KeepsDigestsEqual()
    {
        using ModuleServer master = new(), replica = new();
        Follow(replica, master);

        TestValues.Fill(master);
        TestValues.Push(master, "table", 30, 60);
        master.Call("WINNOW.TABLE.SWEEP", "table", 5);
        master.Do("WINNOW.DENSE.LOAD", "dense", 9, Blob<float>(1, 2, 3, 4, 5));
        for (int i = 0; i < 20; i++) master.Call("WINNOW.QUEUE.LEASE", "queue", $"worker-{i % 5}", 30_000);
        master.Do("WINNOW.QUEUE.RENEW", "queue", "worker-3", 90_000);
        master.Do("WINNOW.QUEUE.CLOSE", "queue");
        Sync(master);

        Assert.Equal(TestValues.Digests(master), TestValues.Digests(replica));
        Assert.Equal(1, replica.Info("slave_read_only"));
        Assert.StartsWith("READONLY", replica.Error("WINNOW.TABLE.SWEEP", "table", 1), StringComparison.Ordinal);
    }

    [ModuleFact]
    public void PartialResynchronisation_AfterACutConnection_KeepsDigestsEqual()
    {
        using ModuleServer master = new(o => o with { Settings = ["repl-backlog-size 64mb"] }), replica = new();
        TestValues.Fill(master);
        Follow(replica, master);
        long full = master.Info("sync_full");

        replica.Node.Pause();
        master.Call("CLIENT", "KILL", "TYPE", "replica");
        TestValues.Push(master, "table", 30, 60);
        replica.Node.Resume();
        Sync(master);

        Assert.Equal(full, master.Info("sync_full"));
        Assert.True(master.Info("sync_partial_ok") > 0);
        Assert.Equal(TestValues.Digests(master), TestValues.Digests(replica));
    }

    [ModuleFact]
    public void Queue_LeasesThatWait_ReplicateNothing()
    {
        using ModuleServer master = new(), replica = new();
        Follow(replica, master);
        master.Do("WINNOW.QUEUE.CREATE", "queue");
        master.Call("WINNOW.QUEUE.LEASE", "queue", "worker", 60_000);
        Sync(master);
        long dirty = master.Info("rdb_changes_since_last_save");

        for (int i = 0; i < 100; i++) Assert.Equal("wait", master.Call("WINNOW.QUEUE.LEASE", "queue", "worker", 60_000).Items[0].Text);

        Assert.Equal(dirty, master.Info("rdb_changes_since_last_save"));
        Assert.Equal(master.Digest("queue"), replica.Digest("queue"));
    }

    private static void Follow(ModuleServer replica, ModuleServer master)
    {
        replica.Do("REPLICAOF", "127.0.0.1", master.Node.Port);
        Wait.Until(() => replica.Node.Info("master_link_status") == "up");
        Sync(master);
    }

    /// <summary>Waits until the replica holds what was written so far.</summary>
    private static void Sync(ModuleServer master)
    {
        master.Do("SET", "mark", "x");
        Assert.Equal(1, master.Call("WAIT", 1, 8_000).Integer);
    }
}
