using System.Text.RegularExpressions;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store.Local;
using Winnow.Store.Status;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests.Guide;

/// <summary>What docs/guide/parameter-server.md tells people to write into files works.</summary>
public sealed partial class ParameterServerGuideTests : IDisposable
{
    private const ulong Source = 9;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModuleFact]
    public void Configuration_AsInTheGuide_IsWhatRedisUnderstands()
    {
        string[] settings = [.. Block("# redis.conf of every node").Split('\n').Where(l => l.Length > 0 && !l.StartsWith('#') && !l.StartsWith("loadmodule", StringComparison.Ordinal))];
        Assert.Contains("maxmemory-policy noeviction", settings);

        using LocalNode node = LocalNode.Start(new LocalNodeOptions { Directory = _folder.Path, InCluster = true, Module = ModuleFile.Find(), Settings = settings });

        Assert.Equal("1", node.Info("cluster_enabled"));
        Assert.Equal((24L << 30).ToString(System.Globalization.CultureInfo.InvariantCulture), node.Info("maxmemory"));
    }

    [ModuleFact]
    public unsafe void Accounts_AsInTheGuide_MayDoTheirWorkAndNoMore()
    {
        using LocalNode node = LocalNode.Start(new LocalNodeOptions { Directory = _folder.Path, Module = ModuleFile.Find() });
        foreach (string line in Block("ACL SETUSER default off").Split('\n').Where(l => l.StartsWith("ACL SETUSER", StringComparison.Ordinal)).OrderBy(l => l.Contains(" default ", StringComparison.Ordinal)))
            node.Execute(line.Split(' '));
        RedisAddress trainer = Account(node, "trainer", "CHANGE-THIS"), worker = Account(node, "worker", "CHANGE-THIS-TOO"), watcher = Account(node, "watcher", "AND-THIS");
        ulong[] keys = [1, 2, 3];
        using NativeBuffer<float> rows = new(12);
        MatrixView view = new(rows.Pointer, 3, 4);
        using Parameter parameter = new("w", new Shape(1, 7));

        using RedisParameterStore run = RedisParameterStore.Create(trainer, Layout(), [new float[7]]);
        run.Queue.Open(1, 1);
        using (RedisParameterStore work = RedisParameterStore.Open(worker, Layout()))
        {
            Assert.Equal(LeaseOutcome.Granted, work.Queue.Lease("w", TimeSpan.FromSeconds(9)).Outcome);
            work.Queue.Renew("w", TimeSpan.FromSeconds(9));
            work.Blocks.Pull([parameter], Source, 0);
            work.Tables[0].Pull(keys, view, Source, 0);
            work.Tables[0].Push(new UpdateTag(Source, 0, 1, 0.1f), keys, view, default);
            parameter.SetGradient(new float[7]);
            work.Blocks.Push(new UpdateTag(Source, 0, 1, 0.1f), [parameter], new float[7]);
            work.Commit();
            Assert.True(work.Queue.Complete("w", 0, 1, 3));
            work.Queue.Leave("w");
            Refused(work.Delete);
            Refused(() => work.Queue.Open(9, 1));
            Refused(() => new StoreStatusReader(worker).Read());
        }
        Assert.Equal(3, Assert.Single(Assert.Single(new StoreStatusReader(watcher).Read().Runs).Tables).Rows);
        Refused(() => RedisParameterStore.Open(watcher, Layout()).Dispose());

        using MemoryStream snapshot = new();
        run.Tables[0].Save(snapshot);
        snapshot.Position = 0;
        run.Tables[0].Load(snapshot, "snapshot");
        run.Blocks.Save([parameter]);
        run.Blocks.Load([parameter]);
        run.Queue.Close();
        run.Delete();
    }

    private static void Refused(Action action)
    {
        Exception failure = Assert.ThrowsAny<Exception>(action);
        Assert.Contains("NOPERM", failure.ToString(), StringComparison.Ordinal);
    }

    private static RedisAddress Account(LocalNode node, string user, string password) => RedisAddress.Parse($"redis://{user}:{password}@127.0.0.1:{node.Port}");

    private static ParameterStoreLayout Layout() => new()
    {
        Run = "guide", Source = Source, Shards = 2,
        Tables = [new TableShardOptions { Table = new EmbeddingTableOptions { Name = "rows", Dimension = 4 } }],
        Blocks = [new DenseBlockOptions { Name = "w", Length = 7 }],
    };

    /// <summary>The block of the guide that begins with a text.</summary>
    private static string Block(string beginning)
    {
        DirectoryInfo? d = new(AppContext.BaseDirectory);
        while (d is not null && !File.Exists(Path.Combine(d.FullName, "Winnow.slnx"))) d = d.Parent;
        string guide = File.ReadAllText(Path.Combine(d!.FullName, "docs", "guide", "parameter-server.md"));
        return Fenced().Matches(guide).Select(m => m.Groups[1].Value).Single(b => b.StartsWith(beginning, StringComparison.Ordinal));
    }

    [GeneratedRegex("```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
