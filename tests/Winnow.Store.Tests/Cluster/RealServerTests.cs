using System.Text;
using Winnow.Store.Local;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests;

/// <summary>The client against real servers, by commands of Redis itself.</summary>
public sealed class RealServerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisFact]
    public unsafe void Execute_LargeValue_ComesBackAsItWent()
    {
        using LocalCluster servers = Start(1, 0);
        using RedisCluster cluster = RedisCluster.Connect(RedisAddress.Parse(servers.Url));
        byte[] value = new byte[5_000_011], back = new byte[value.Length];
        new Random(1).NextBytes(value);
        fixed (byte* v = value, b = back)
        {
            cluster.Execute(new RedisCommand().Start("SET", 2).Key("big"u8).Blob(v, value.Length));
            RespValue reply = cluster.Execute(new RedisCommand().Start("GET", 1).Key("big"u8).Into(b, back.Length));
            Assert.Equal(value.Length, reply.Length);
        }
        Assert.Equal(value, back);
        Assert.Equal(value, cluster.Execute(new RedisCommand().Start("GET", 1).Key("big"u8)).Bytes.ToArray());
    }

    [RedisFact]
    public void Execute_TypesOfResp3_AreUnderstood()
    {
        using LocalCluster servers = Start(1, 0);
        using RedisCluster cluster = RedisCluster.Connect(RedisAddress.Parse(servers.Url));
        foreach (string type in (string[])["string", "integer", "double", "null", "array", "set", "map", "attrib", "push", "verbatim", "true", "false", "bignum"])
        {
            RespValue value = cluster.Execute(RedisCommand.Of("DEBUG", "PROTOCOL", type));
            Assert.NotEqual(RespKind.Error, value.Kind);
        }
        Assert.Equal("PONG", cluster.Execute(RedisCommand.Of("PING")).Text);
        Assert.Equal("ERR", Assert.Throws<RedisErrorException>(() => cluster.Execute(RedisCommand.Of("NOSUCH"))).Error.Code);
    }

    [RedisFact]
    public void Run_ThreeNodes_ManyKeysGoWhereTheyBelong()
    {
        using LocalCluster servers = Start(3, 0);
        using RedisCluster cluster = RedisCluster.Connect(RedisAddress.Parse(servers.Url));
        Assert.Equal(3, cluster.Slots.Masters.Count);
        RedisCommand[] sets = [.. Enumerable.Range(0, 500).Select(i => new RedisCommand().Start("SET", 2).Key(Key(i)).Number((long)i))];
        cluster.Run(sets);
        Assert.All(sets, c => Assert.Equal("OK", c.Checked().Text));
        RedisCommand[] gets = [.. Enumerable.Range(0, 500).Select(i => new RedisCommand { Writes = false }.Start("GET", 1).Key(Key(i)))];
        cluster.Run(gets);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), gets.Select(c => c.Checked().Integer));
        Assert.Equal(0, cluster.Traffic.Repeated);
    }

    [RedisFact]
    public void Execute_SlotOnItsWay_IsFollowedByAskAndMoved()
    {
        using LocalCluster servers = Start(3, 0);
        using RedisCluster cluster = RedisCluster.Connect(RedisAddress.Parse(servers.Url));
        int slot = HashSlot.Of("{a}1"u8);
        LocalNode source = servers.Nodes.Single(n => n.Port == cluster.Slots.Master(slot)!.Value.Port), target = servers.Nodes.First(n => n.Port != source.Port);
        string sourceId = source.Execute("CLUSTER", "MYID").Text, targetId = target.Execute("CLUSTER", "MYID").Text;
        cluster.Execute(new RedisCommand().Start("SET", 2).Key("{a}1"u8).Text("x"));

        target.Execute("CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", sourceId);
        source.Execute("CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", targetId);
        Assert.Equal("x", cluster.Execute(new RedisCommand().Start("GET", 1).Key("{a}1"u8)).Text);              // still here
        cluster.Execute(new RedisCommand().Start("SET", 2).Key("{a}2"u8).Text("y"));                            // new ones go there
        Assert.Equal(1L, cluster.Traffic.Repeated);
        source.Execute("MIGRATE", "127.0.0.1", $"{target.Port}", "{a}1", "0", "5000");
        foreach (LocalNode node in (LocalNode[])[target, source]) node.Execute("CLUSTER", "SETSLOT", $"{slot}", "NODE", targetId);

        Assert.Equal("x", cluster.Execute(new RedisCommand().Start("GET", 1).Key("{a}1"u8)).Text);
        Assert.Equal("y", cluster.Execute(new RedisCommand().Start("GET", 1).Key("{a}2"u8)).Text);
    }

    [RedisFact]
    public void AwaitReplicas_MasterKilledAfterItsAnswer_SendsAgain()
    {
        using LocalCluster servers = Start(3, 1);
        RedisAddress address = RedisAddress.Parse(servers.Url) with { Replicas = 1, CommandTimeout = TimeSpan.FromSeconds(2) };
        using RedisCluster cluster = RedisCluster.Connect(address);
        RedisCommand set = new() { OwnsArguments = true };
        cluster.Run(set.Start("SET", 2).Key("{a}1"u8).Text("x"));
        cluster.AwaitReplicas([set], 1, key => [.. "fence:"u8, .. key[..3]]);

        cluster.Run(set.Start("SET", 2).Key("{a}1"u8).Text("y"));
        servers.Nodes.Single(n => n.Port == set.Route.Connection!.EndPoint.Port).Kill();
        TimeoutException e = Assert.Throws<TimeoutException>(() =>
        {
            cluster.Run(set.Start("SET", 2).Key("{a}1"u8).Text("y"));
            using RedisCluster impatient = RedisCluster.Connect(address with { Deadline = TimeSpan.FromSeconds(1), EndPoints = cluster.Slots.Masters });
            RedisCommand again = RedisCommand.Of("PING");
            impatient.Run(set);
            impatient.AwaitReplicas([set], 1, key => [.. "fence:"u8, .. key[..3]]);        // its only replica is the master now
        });
        Assert.Contains("0 of 1 replicas", e.Message, StringComparison.Ordinal);
        servers.StartAll();
        cluster.AwaitReplicas([set], 1, key => [.. "fence:"u8, .. key[..3]]);
        Assert.Equal("y", cluster.Execute(new RedisCommand().Start("GET", 1).Key("{a}1"u8)).Text);
    }

    private LocalCluster Start(int masters, int replicas) => LocalCluster.Start(new()
    {
        Masters = masters,
        Replicas = replicas,
        Node = new() { Directory = _folder.Path, NodeTimeout = TimeSpan.FromSeconds(1), Settings = ["enable-debug-command yes"] },
    });

    private static byte[] Key(int i) => Encoding.ASCII.GetBytes($"key:{i}");
}
