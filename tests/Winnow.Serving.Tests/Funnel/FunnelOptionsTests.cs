using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Serving.Tests;

public sealed class FunnelOptionsTests
{
    private const string Whole = """
        description: MovieLens 1M, four stages
        catalogue: { name: ml-1m-sequences, attributes: [year] }
        recall:
          candidates: 500
          sources:
            - { kind: towers, name: two-tower, model: runs/two-tower, quota: 350, index: exactInt8, searchCandidates: 300 }
            - { kind: similarItems, model: runs/itemknn, quota: 150, neighbours: 50, recent: 20 }
            - { kind: recommender, name: ease, model: runs/ease }
            - { kind: popular, quota: 50 }
        preRank: { model: runs/pre-ranker, keep: 100, budget: 5ms }
        rank: { model: runs/ranker, keep: 20, budget: 0.012 s }
        reRank: { kind: mmr, keep: 10, relevance: 0.9, calibrate: { attribute: genres, weight: 0.1 } }
        rules:
          - { kind: seen }
          - { kind: boost, name: summer, attribute: season, oneOf: [summer], factor: 1.2, until: 2026-09-01 }
        budgets: { total: 25ms, recall: 8ms, reRank: 3ms }
        """;

    [Fact]
    public void Parse_EveryKey_IsTakenOver()
    {
        FunnelOptions options = FunnelOptions.Parse(Whole, "funnel.yaml");

        TowersSourceOptions towers = Assert.IsType<TowersSourceOptions>(options.Recall.Sources[0]);
        Assert.Equal(("two-tower", VectorIndexKind.ExactInt8, 350, 300), (towers.EffectiveName, towers.Index, towers.Quota, towers.SearchCandidates));
        Assert.Equal(["two-tower", "similarItems", "ease", "popular"], options.Recall.Sources.Select(s => s.EffectiveName));
        Assert.Equal((TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(12)), (options.PreRank!.Budget, options.Rank!.Budget));
        Assert.Equal((25, 8, 3), (options.Budgets.Total.Milliseconds, options.Budgets.Recall.Milliseconds, options.Budgets.ReRank.Milliseconds));
        Assert.Equal(2, options.Rules.Count);
        Assert.Equal(ReRankKind.Mmr, options.ReRank!.Kind);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData("catalogue: { name: ml-100k }")]
    [InlineData("catalogue: { name: ml-100k }\nbudgets: { total: 1h, recall: 0.25ms }")]
    public void ToJson_ReadBack_IsTheSame(string yaml)
    {
        JsonObject json = FunnelOptions.Parse(yaml, "funnel.yaml").ToJson();

        Assert.Equal(json.ToJsonString(), FunnelOptions.Parse(json.ToJsonString(), "release.json").ToJson().ToJsonString());
    }

    [Theory]
    [InlineData("catalogue: { name: ml-100k }\nrecal: { candidates: 3 }", "Unknown key 'recal'. Did you mean 'recall'?")]
    [InlineData("catalogue: { name: ml-100k }\nrecall: { sources: [{ kind: tower, model: x }] }", "expected one of popular, towers, similarItems, recommender. Did you mean 'towers'?")]
    [InlineData("catalogue: { name: ml-100k }\nrecall: { sources: [{ kind: towers }] }", "Recall source 'towers' has no model")]
    [InlineData("catalogue: { name: ml-100k }\nrecall: { sources: [{ kind: popular }, { kind: popular }] }", "2 sources called 'popular'")]
    [InlineData("catalogue: { name: ml-100k }\nrank: { model: x, budget: 5 }", "expected a time of at most a day with its unit")]
    [InlineData("catalogue: { name: ml-100k }\nrank: { keep: 5 }", "Key 'rank.model' is missing")]
    [InlineData("catalogue: { name: ml-100k }\nbudgets: { total: 0 }", "Key 'budgets.total' is 0")]
    [InlineData("catalogue: { items: x }", "says neither name")]
    public void Parse_Faulty_SaysWhatWasExpected(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidYamlException>(() => FunnelOptions.Parse(yaml, "funnel.yaml")).Message, StringComparison.Ordinal);

    /// <summary>After a change of keys: WINNOW_UPDATE=1 dotnet test tests/Winnow.Serving.Tests --filter FunnelOptionsTests</summary>
    [Theory]
    [InlineData("recipes/funnel.schema.json")]
    [InlineData("docs/guide/funnel-keys.md")]
    public void CommittedFile_MadeFromTheKeys_IsCurrent(string file)
    {
        string path = Path.Combine(Root(), file), current = file.EndsWith(".md", StringComparison.Ordinal) ? FunnelOptions.KeysToMarkdown() : FunnelOptions.JsonSchema();
        if (Environment.GetEnvironmentVariable("WINNOW_UPDATE") == "1") File.WriteAllText(path, current);

        Assert.Equal(File.ReadAllText(path), current);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Winnow.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No Winnow.slnx above {AppContext.BaseDirectory}.");
    }
}
