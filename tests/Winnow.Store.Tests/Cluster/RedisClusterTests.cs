using System.Diagnostics;

namespace Winnow.Store.Tests;

public sealed class RedisClusterTests
{
    [Fact]
    public void Run_TwoNodes_SendsEachCommandToItsNode()
    {
        RedisEndPoint[] nodes = new RedisEndPoint[2];
        string Answer(string[] words, string node) => words[0] switch
        {
            "HELLO" => ScriptedServer.ClusterGreeting,
            "CLUSTER" => ScriptedServer.SlotsOf(nodes),
            _ => $"+{node}\r\n",
        };
        using ScriptedServer first = new(words => Answer(words, "first")), second = new(words => Answer(words, "second"));
        (nodes[0], nodes[1]) = (first.EndPoint, second.EndPoint);
        using RedisCluster cluster = RedisCluster.Connect(first.Address);

        RedisCommand[] commands = [.. Enumerable.Range(0, 64).Select(i => Get($"key{i}"))];
        cluster.Run(commands);

        Assert.All(commands, c => Assert.Equal(c.Slot < HashSlot.Count / 2 ? "first" : "second", c.Reply.Text));
        Assert.Equal(commands.Length, first.Count("GET") + second.Count("GET"));
        Assert.Equal(nodes, cluster.Slots.Masters);
    }

    [Fact]
    public void Execute_Moved_FollowsAndRemembers()
    {
        RedisEndPoint[] nodes = new RedisEndPoint[1];
        using ScriptedServer target = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.ClusterGreeting,
            "CLUSTER" => ScriptedServer.SlotsOf(nodes),
            _ => "+here\r\n",
        });
        using ScriptedServer old = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.ClusterGreeting,
            "CLUSTER" => ScriptedServer.SlotsOf(nodes),
            _ => $"-MOVED {HashSlot.Of("a"u8)} {target.EndPoint}\r\n",
        });
        nodes[0] = old.EndPoint;
        using RedisCluster cluster = RedisCluster.Connect(old.Address);
        nodes[0] = target.EndPoint;

        Assert.Equal("here", cluster.Execute(Get("a")).Text);
        Assert.Equal("here", cluster.Execute(Get("a")).Text);

        Assert.Equal(1, old.Count("GET"));
        Assert.Equal(2, target.Count("GET"));
    }

    [Fact]
    public void Execute_Ask_AsksOnceAndForgets()
    {
        RedisEndPoint[] nodes = new RedisEndPoint[1];
        using ScriptedServer target = new(words => words[0] == "HELLO" ? ScriptedServer.ClusterGreeting : "+OK\r\n");
        using ScriptedServer old = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.ClusterGreeting,
            "CLUSTER" => ScriptedServer.SlotsOf(nodes),
            _ => $"-ASK {HashSlot.Of("a"u8)} {target.EndPoint}\r\n",
        });
        nodes[0] = old.EndPoint;
        using RedisCluster cluster = RedisCluster.Connect(old.Address);

        for (int i = 0; i < 2; i++) Assert.Equal("OK", cluster.Execute(Get("a")).Text);

        Assert.Equal(2, old.Count("GET"));
        Assert.Equal(["ASKING", "GET a", "ASKING", "GET a"], target.Log.Where(l => !l.StartsWith("HELLO", StringComparison.Ordinal)));
    }

    [Fact]
    public void Execute_MovedInCircles_IsGivenUp()
    {
        ScriptedServer? server = null;
        using ScriptedServer self = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.ClusterGreeting,
            "CLUSTER" => ScriptedServer.SlotsOf(server!.EndPoint),
            _ => $"-MOVED {HashSlot.Of("a"u8)} {server!.EndPoint}\r\n",
        });
        server = self;
        using RedisCluster cluster = RedisCluster.Connect(self.Address);

        RedisErrorException e = Assert.Throws<RedisErrorException>(() => cluster.Execute(Get("a")));

        Assert.Equal("MOVED", e.Error.Code);
        Assert.InRange(self.Count("GET"), 10, 20);
    }

    [Theory, InlineData("TRYAGAIN"), InlineData("CLUSTERDOWN"), InlineData("LOADING"), InlineData("READONLY"), InlineData("MASTERDOWN")]
    public void Execute_PassingTrouble_TriesAgain(string code)
    {
        int left = 3;
        using ScriptedServer server = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.Greeting,
            "ROLE" => "*1\r\n+master\r\n",
            _ => left-- > 0 ? $"-{code} not now\r\n" : "+OK\r\n",
        });
        using RedisCluster cluster = RedisCluster.Connect(server.Address);
        Assert.Equal("OK", cluster.Execute(Get("a")).Text);
        Assert.Equal(3, cluster.Traffic.Repeated);
    }

    [Fact]
    public void Execute_LastingTrouble_EndsAtTheDeadline()
    {
        using ScriptedServer server = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.Greeting,
            "ROLE" => "*1\r\n+master\r\n",
            _ => "-CLUSTERDOWN The cluster is down\r\n",
        });
        using RedisCluster cluster = RedisCluster.Connect(server.Address with { Deadline = TimeSpan.FromMilliseconds(400) });
        long began = Stopwatch.GetTimestamp();
        Assert.Contains("CLUSTERDOWN", Assert.Throws<TimeoutException>(() => cluster.Execute(Get("a"))).Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.05, 3);
    }

    [Theory, InlineData("+O"), InlineData("")]
    public void Run_ConnectionCutInAnswers_RepeatsWhatIsOpen(string part)
    {
        int cuts = 2;
        using ScriptedServer server = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.Greeting,
            "ROLE" => "*1\r\n+master\r\n",
            _ => words[1] == "key3" && cuts-- > 0 ? part + ScriptedServer.Cut : $"+{words[1]}\r\n",
        });
        using RedisCluster cluster = RedisCluster.Connect(server.Address);
        RedisCommand[] commands = [.. Enumerable.Range(0, 8).Select(i => Get($"key{i}"))];
        cluster.Run(commands);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"key{i}"), commands.Select(c => c.Reply.Text));
        Assert.Equal(1, server.Count("GET key0"));
        Assert.Equal(3, server.Count("GET key3"));
    }

    [Fact]
    public void Execute_NotRepeatable_IsNotRepeated()
    {
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : words[0] == "ROLE" ? "*1\r\n+master\r\n" : null);
        using RedisCluster cluster = RedisCluster.Connect(server.Address);
        RedisCommand command = RedisCommand.Of("INCR", "a");
        command.IsRepeatable = false;
        Assert.Throws<RedisConnectionException>(() => cluster.Execute(command));
        Assert.Equal(1, server.Count("INCR"));
    }

    [Fact]
    public void Execute_OrdinaryError_IsAReply()
    {
        using ScriptedServer server = new(words => words[0] == "HELLO" ? ScriptedServer.Greeting : words[0] == "ROLE" ? "*1\r\n+master\r\n" : "-NOTYET 7\r\n");
        using RedisCluster cluster = RedisCluster.Connect(server.Address);
        RedisCommand command = Get("a");
        cluster.Run(command);
        Assert.Equal(new RedisError("NOTYET", "7"), command.Reply.Error);
        Assert.Throws<RedisErrorException>(() => command.Checked());
    }

    [Fact]
    public void Execute_Garbage_ThrowsAndOtherAnswersAreNotMixedUp()
    {
        int calls = 0;
        using ScriptedServer server = new(words => words[0] switch
        {
            "HELLO" => ScriptedServer.Greeting,
            "ROLE" => "*1\r\n+master\r\n",
            _ => calls++ == 0 ? "garbage\r\n" : $"+{words[1]}\r\n",
        });
        using RedisCluster cluster = RedisCluster.Connect(server.Address);
        Assert.Throws<ProtocolException>(() => cluster.Run(Get("a"), Get("b")));
        Assert.Equal("c", cluster.Execute(Get("c")).Text);
    }

    [Fact]
    public void Run_ReplicaReads_GoToReplicasAndFallBack()
    {
        RedisEndPoint[] nodes = new RedisEndPoint[2];
        string Slots() => $"*1\r\n*4\r\n:0\r\n:16383\r\n*2\r\n$9\r\n127.0.0.1\r\n:{nodes[0].Port}\r\n*2\r\n$9\r\n127.0.0.1\r\n:{nodes[1].Port}\r\n";
        string Answer(string[] words, string node) => words[0] switch
        {
            "HELLO" => ScriptedServer.ClusterGreeting,
            "CLUSTER" => Slots(),
            _ => $"+{node}\r\n",
        };
        ScriptedServer replica = new(words => Answer(words, "replica"));
        using ScriptedServer master = new(words => Answer(words, "master"));
        (nodes[0], nodes[1]) = (master.EndPoint, replica.EndPoint);
        using RedisCluster cluster = RedisCluster.Connect(master.Address with { ReadReplicas = true });
        RedisCommand read = Get("a");
        read.Writes = false;
        Assert.Equal("replica", cluster.Execute(read).Text);
        Assert.Equal(1, replica.Count("READONLY"));
        replica.Dispose();
        Assert.Equal("master", cluster.Execute(read).Text);
    }

    private static RedisCommand Get(string key) => new RedisCommand().Start("GET", 1).Key(System.Text.Encoding.ASCII.GetBytes(key));
}
