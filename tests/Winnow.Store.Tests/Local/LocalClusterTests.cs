using Winnow.Store.Local;

namespace Winnow.Store.Tests.Local;

public sealed class LocalClusterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(1), InlineData(3), InlineData(7), InlineData(32)]
    public void Slots_AnyNumberOfMasters_CoverAllSlotsWithoutGapsEvenly(int masters)
    {
        int next = 0;
        for (int m = 0; m < masters; m++)
        {
            (int first, int last) = LocalCluster.Slots(m, masters);
            Assert.Equal(next, first);
            Assert.InRange(last - first + 1, HashSlot.Count / masters, HashSlot.Count / masters + 1);
            next = last + 1;
        }
        Assert.Equal(HashSlot.Count, next);
    }

    [RedisFact]
    public void Start_OneNode_IsPlainRedis()
    {
        using LocalCluster cluster = LocalCluster.Start(Options(masters: 1, replicas: 0));
        Assert.Equal("standalone", Assert.Single(cluster.Nodes).Info("redis_mode"));
    }

    [RedisFact]
    public async Task Start_ThreeMastersWithReplicas_ServesAllSlotsAndFailsOver()
    {
        using LocalCluster cluster = LocalCluster.Start(Options(masters: 3, replicas: 1));
        Assert.Equal(6, cluster.Nodes.Count);
        Assert.Equal(cluster.Nodes.Take(3), cluster.Masters);
        cluster.Nodes[0].Execute("SET", "{" + HashSlot.TagFor(0) + "}", "kept");
        Assert.Equal(1, cluster.Nodes[0].Execute("WAIT", "1", "5000").Integer);

        cluster.Nodes[0].Kill();
        for (int tries = 0; cluster.Nodes[3].Info("role") != "master" && tries < 300; tries++) await Task.Delay(100);
        cluster.StartAll();

        Assert.Equal("slave", cluster.Nodes[0].Info("role"));
        Assert.Equal("kept", cluster.Nodes[3].Execute("GET", "{" + HashSlot.TagFor(0) + "}").Text);
    }

    [RedisFact]
    public void Start_DirectoryOfAStoppedCluster_IsThatClusterWithItsData()
    {
        LocalClusterOptions options = Options(masters: 2, replicas: 0);
        int port;
        using (LocalCluster first = LocalCluster.Start(options))
        {
            first.Nodes[1].Execute("SET", "{" + HashSlot.TagFor(16_000) + "}", "kept");
            port = first.Nodes[0].Port;
            first.Stop();
            first.StartAll();
            Assert.Equal("kept", first.Nodes[1].Execute("GET", "{" + HashSlot.TagFor(16_000) + "}").Text);
            first.Stop();
        }
        using LocalCluster second = LocalCluster.Start(options);       // on other ports: the nodes find one another again or are told
        Assert.Equal("kept", second.Nodes[1].Execute("GET", "{" + HashSlot.TagFor(16_000) + "}").Text);
        Assert.NotEqual(port, second.Nodes[0].Port);
    }

    [Fact]
    public void Validate_EverythingWrong_NamesEachFault()
    {
        LocalClusterOptions options = Options(masters: 0, replicas: 9) with { Port = -1, ReadyWithin = TimeSpan.Zero };

        ArgumentException fault = Assert.Throws<ArgumentException>(options.Validate);

        Assert.All((string[])["Masters", "Replicas", "Port", "ReadyWithin"], f => Assert.Contains(f, fault.Message, StringComparison.Ordinal));
    }

    private LocalClusterOptions Options(int masters, int replicas) => new()
    {
        Masters = masters, Replicas = replicas, Node = new LocalNodeOptions { Directory = _folder.Path, Save = "3600 1", NodeTimeout = TimeSpan.FromSeconds(1) },
    };
}
