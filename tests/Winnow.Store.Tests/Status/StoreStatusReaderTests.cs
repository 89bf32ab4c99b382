using Winnow.Store.Local;
using Winnow.Store.Status;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests.Status;

public sealed class StoreStatusReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisFact]
    public void Read_ClusterWithReplicas_ShowsEachNodeAndTheOneThatIsDown()
    {
        using LocalCluster cluster = LocalCluster.Start(new LocalClusterOptions
        {
            Masters = 2, Replicas = 1, Node = new LocalNodeOptions { Directory = _folder.Path, Settings = ["maxmemory 100mb"] },
        });
        StoreStatusReader reader = new(RedisAddress.Parse(cluster.Url));

        StoreStatus whole = reader.Read();
        cluster.Nodes[2].Kill();
        StoreStatus wounded = reader.Read();

        Assert.Equal(4, whole.Nodes.Count);
        Assert.All(whole.Nodes, n => Assert.Equal((null, "ok", 100L << 20, 0), (n.Fault, n.State, n.MaxBytes, n.ModuleVersion)));
        Assert.Equal(HashSlot.Count, whole.Nodes.Sum(n => n.Slots));
        Assert.Equal([true, false, true, false], whole.Nodes.Select(n => n.IsMaster));
        Assert.All(whole.Nodes.Where(n => !n.IsMaster), n => Assert.True(n is { LagBytes: < 1_000, LagSeconds: 0 or 1 }, n.ToString()));
        StoreNodeStatus down = Assert.Single(wounded.Nodes, n => n.Fault is not null);
        Assert.EndsWith($":{cluster.Nodes[2].Port}", down.Address, StringComparison.Ordinal);
    }

    [RedisFact]
    public void Read_OneNode_IsAMasterOfAllSlots()
    {
        using LocalNode node = LocalNode.Start(new LocalNodeOptions { Directory = _folder.Path });

        StoreNodeStatus status = Assert.Single(new StoreStatusReader(RedisAddress.Parse(node.Url)).Read().Nodes);

        Assert.Equal((true, HashSlot.Count, "ok"), (status.IsMaster, status.Slots, status.State));
        Assert.True(status.UsedBytes > 100_000);
    }
}
