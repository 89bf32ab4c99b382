using System.Diagnostics;
using System.Globalization;
using Winnow.Store.Local;

namespace Winnow.Store.Chaos.Tests;

/// <summary>What can be done to a cluster of this machine. Each method returns when the cluster is whole again.</summary>
internal sealed class Harm(LocalCluster cluster)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20), s_most = TimeSpan.FromSeconds(60);

    /// <summary>kill -9 of a master; its replica takes over; it comes back as a replica.</summary>
    public async Task KillMasterAsync(int number)
    {
        (LocalNode victim, LocalNode heir) = MasterWithReplica(number);
        victim.Kill();
        await UntilAsync(() => heir.Info("role") == "master");
        victim.Start();
        cluster.WaitUntilWhole();
    }

    /// <summary>kill -9 of a master that is started again before anybody notices: it goes on with what its append-only file has.</summary>
    public Task RestartMasterAsync(int number)
    {
        LocalNode victim = cluster.Masters[number];
        victim.Kill();
        victim.Start();
        cluster.WaitUntilWhole();
        return Task.CompletedTask;
    }

    /// <summary>A master hangs until its replica takes over, then runs on, not knowing.</summary>
    public async Task HangMasterAsync(int number)
    {
        (LocalNode victim, LocalNode heir) = MasterWithReplica(number);
        victim.Pause();
        await UntilAsync(() => heir.Info("role") == "master");
        victim.Resume();
        await UntilAsync(() => victim.Info("role") == "slave");
        cluster.WaitUntilWhole();
    }

    /// <summary>Nodes hang for less time than it takes to be declared dead.</summary>
    public async Task HiccupAsync()
    {
        foreach (LocalNode node in cluster.Nodes)
        {
            node.Pause();
            await Task.Delay(300);
            node.Resume();
        }
        cluster.WaitUntilWhole();
    }

    /// <summary>All connections of clients are cut, a few times.</summary>
    public async Task CutConnectionsAsync()
    {
        for (int i = 0; i < 5; i++)
        {
            foreach (LocalNode node in cluster.Nodes) node.Execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            await Task.Delay(100);
        }
    }

    /// <summary>A replica takes over from a master that lives and agrees.</summary>
    public async Task HandOverAsync(int number)
    {
        (_, LocalNode heir) = MasterWithReplica(number);
        long asked = 0;
        await UntilAsync(() =>
        {
            if (heir.Info("role") == "master") return true;
            if (asked == 0 || Stopwatch.GetElapsedTime(asked).TotalSeconds > 6)      // a busy master lets it lapse after five seconds
            {
                heir.Execute("CLUSTER", "FAILOVER");
                asked = Stopwatch.GetTimestamp();
            }
            return false;
        });
        cluster.WaitUntilWhole();
    }

    /// <summary>All append-only files and snapshots are written anew.</summary>
    public async Task RewriteFilesAsync()
    {
        foreach (LocalNode node in cluster.Nodes)
        {
            node.Execute("BGREWRITEAOF");
            await UntilAsync(() => node.Info("aof_rewrite_in_progress") == "0" && node.Info("aof_rewrite_scheduled") == "0" && node.Info("rdb_bgsave_in_progress") == "0");
            Assert.Equal("ok", node.Info("aof_last_bgrewrite_status"));
            node.Execute("BGSAVE");
            await UntilAsync(() => node.Info("rdb_bgsave_in_progress") == "0");
            Assert.Equal("ok", node.Info("rdb_last_bgsave_status"));
        }
    }

    /// <summary>A master writes its data to a snapshot, forgets them, and loads them again.</summary>
    public Task ReloadAsync(int number)
    {
        cluster.Masters[number].Execute("DEBUG", "RELOAD");
        cluster.WaitUntilWhole();
        return Task.CompletedTask;
    }

    /// <summary>A replica is killed, loses its disk, and is replaced by an empty one that copies everything.</summary>
    public Task ReplaceReplicaAsync(int number)
    {
        (LocalNode master, LocalNode replica) = MasterWithReplica(number);
        replica.Kill();
        replica.Wipe();
        replica.Start();
        cluster.Replace(replica, master);
        return Task.CompletedTask;
    }

    /// <summary>The slot of a key moves to another master, with everything in it, while it is used.</summary>
    /// <param name="key">A key.</param>
    public void MoveSlot(string key)
    {
        string slot = HashSlot.Of(System.Text.Encoding.UTF8.GetBytes(key)).ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<LocalNode> masters = cluster.Masters;
        LocalNode source = masters.Single(m => !Refuses(m, key)), target = masters[(masters.ToList().IndexOf(source) + 1) % masters.Count];
        string sourceId = source.Execute("CLUSTER", "MYID").Text, targetId = target.Execute("CLUSTER", "MYID").Text;
        target.Execute("CLUSTER", "SETSLOT", slot, "IMPORTING", sourceId);
        source.Execute("CLUSTER", "SETSLOT", slot, "MIGRATING", targetId);
        for (RespValue keys; (keys = source.Execute("CLUSTER", "GETKEYSINSLOT", slot, "10")).Items.Length > 0;)
            foreach (RespValue one in keys.Items)
                source.Execute("MIGRATE", "127.0.0.1", target.Port.ToString(CultureInfo.InvariantCulture), one.Text, "0", "10000");
        foreach (LocalNode node in masters.OrderBy(m => m != target)) node.Execute("CLUSTER", "SETSLOT", slot, "NODE", targetId);
        cluster.WaitUntilWhole();
    }

    private static bool Refuses(LocalNode node, string key)
    {
        try
        {
            node.Execute("EXISTS", key);
            return false;
        }
        catch (RedisErrorException refused) when (refused.Error.Code == "MOVED")
        {
            return true;
        }
    }

    private (LocalNode Master, LocalNode Replica) MasterWithReplica(int number)
    {
        LocalNode master = cluster.Masters[number];
        string port = master.Port.ToString(CultureInfo.InvariantCulture);
        return (master, cluster.Nodes.First(n => n.Info("role") == "slave" && n.Info("master_port") == port));
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (long began = Stopwatch.GetTimestamp(); !holds(); await Task.Delay(s_look))
            if (Stopwatch.GetElapsedTime(began) > s_most) throw new TimeoutException($"The cluster did not get over it within {s_most.TotalSeconds:0} s.");
    }
}
