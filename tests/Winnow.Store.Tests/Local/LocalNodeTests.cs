using System.Diagnostics;
using Winnow.Store.Local;

namespace Winnow.Store.Tests.Local;

public sealed class LocalNodeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisFact]
    public void Start_FreePort_AnswersThereAndEndsWhenDisposed()
    {
        LocalNode node = LocalNode.Start(Options());
        int process = node.ProcessId;

        Assert.Equal("PONG", node.Execute("PING").Text);
        Assert.Equal("standalone", node.Info("redis_mode"));
        Assert.InRange(node.Port, 1, 32_767);

        node.Dispose();
        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    [RedisFact]
    public void Start_SettingRedisDoesNotKnow_ThrowsWithWhatRedisSays()
    {
        IOException failure = Assert.Throws<IOException>(() => LocalNode.Start(Options() with { Settings = ["no-such-setting yes"] }));

        Assert.Contains("no-such-setting", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ended before it answered", failure.Message, StringComparison.Ordinal);
    }

    [RedisFact]
    public void Start_PortInUse_ThrowsWithWhatRedisSays()
    {
        using LocalNode first = LocalNode.Start(Options());

        IOException failure = Assert.Throws<IOException>(() => LocalNode.Start(Options("second") with { Port = first.Port }));

        Assert.Contains("Address already in use", failure.Message, StringComparison.Ordinal);
    }

    [RedisFact]
    public void Kill_AppendOnlySyncedAlways_StartAgainHasTheData()
    {
        using LocalNode node = LocalNode.Start(Options() with { AppendOnly = true, AppendFsync = "always" });
        node.Execute("SET", "a", "1");
        node.Kill();
        Assert.False(node.IsRunning);

        node.Start();

        Assert.Equal("1", node.Execute("GET", "a").Text);
    }

    [RedisFact]
    public void Stop_SavePoints_WritesASnapshotThatIsLoadedAgain()
    {
        using LocalNode node = LocalNode.Start(Options() with { Save = "3600 1" });
        node.Execute("SET", "a", "1");

        node.Stop();
        node.Start();

        Assert.Equal("1", node.Execute("GET", "a").Text);
    }

    [RedisFact]
    public void Pause_ThenResume_AnswersOnlyAfterResume()
    {
        using LocalNode node = LocalNode.Start(Options());
        node.Pause();
        Assert.True(node.IsRunning);
        Assert.Equal('T', State(node));

        node.Resume();

        Assert.Equal("PONG", node.Execute("PING").Text);
    }

    [RedisFact]
    public void Stop_PausedNode_Ends()
    {
        using LocalNode node = LocalNode.Start(Options());
        node.Pause();
        node.Stop();
        Assert.False(node.IsRunning);
    }

    [RedisFact]
    public void Wipe_NodeThatRuns_IsRefusedAndTheDataStay()
    {
        using LocalNode node = LocalNode.Start(Options());
        Assert.Throws<InvalidOperationException>(node.Wipe);
        Assert.Throws<InvalidOperationException>(() => node.Start());

        node.Kill();
        node.Wipe();
        node.Start();

        Assert.Equal(0, node.Execute("DBSIZE").Integer);
    }

    [RedisFact]
    public void Attach_NodeOfAnotherObject_StopsIt()
    {
        LocalNodeOptions options = Options();
        using LocalNode node = LocalNode.Start(options);

        using LocalNode attached = LocalNode.Attach(options with { Port = node.Port });
        Assert.Equal(node.ProcessId, attached.ProcessId);
        attached.Stop();

        Assert.False(node.IsRunning);
        using LocalNode gone = LocalNode.Attach(options with { Port = node.Port });
        Assert.False(gone.IsRunning);
    }

    [RedisFact]
    public void Start_Password_IsAskedForAndGiven()
    {
        using LocalNode node = LocalNode.Start(Options() with { Password = "open sesame" });
        using LocalNode stranger = LocalNode.Attach(Options() with { Port = node.Port });

        Assert.Equal("PONG", node.Execute("PING").Text);
        RedisErrorException refused = Assert.Throws<RedisErrorException>(() => stranger.Execute("PING"));
        Assert.Contains("NOAUTH", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_EverythingWrong_NamesEachFault()
    {
        LocalNodeOptions options = new()
        {
            Directory = "", Port = 60_000, InCluster = true, AppendFsync = "often", NodeTimeout = TimeSpan.Zero, ReadyWithin = TimeSpan.Zero, Module = "/no/such.so",
        };

        ArgumentException fault = Assert.Throws<ArgumentException>(options.Validate);

        Assert.All((string[])["Port", "AppendFsync", "NodeTimeout", "ReadyWithin", "Module", "Directory"], f => Assert.Contains(f, fault.Message, StringComparison.Ordinal));
    }

    private LocalNodeOptions Options(string name = "node") => new() { Directory = Path.Combine(_folder.Path, name) };

    private static char State(LocalNode node)
    {
        string stat = File.ReadAllText($"/proc/{node.ProcessId}/stat");
        for (long began = Stopwatch.GetTimestamp(); ; stat = File.ReadAllText($"/proc/{node.ProcessId}/stat"))
        {
            char state = stat[stat.LastIndexOf(')') + 2];
            if (state == 'T' || Stopwatch.GetElapsedTime(began).TotalSeconds > 5) return state;
        }
    }
}
