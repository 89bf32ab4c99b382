using System.Text;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Serving.Benchmarks;
using Winnow.Training.ModelFiles;
using Winnow.Training.Scoring;

namespace Winnow.Serving.Tests.Benchmarks;

public sealed class FunnelBenchmarkTests : IDisposable
{
    private const int Users = 40, Items = 30;

    private readonly TemporaryDirectory _place = new();

    public FunnelBenchmarkTests()
    {
        StringBuilder log = new("user,item,time\n");
        RandomStream random = new(7, "funnel benchmark");
        for (int user = 0; user < Users; user++)
        {
            int[] items = [.. Enumerable.Range(0, Items)];
            random.Fork((ulong)user).Shuffle<int>(items);
            foreach ((int at, int item) in items.Where(i => i % 2 == user % 2 || i < 4).Take(9).Index()) log.Append($"u{user},i{item},{100 * at + user}\n");
        }
        File.WriteAllText(_place["log.csv"], log.ToString());
        Write("recipes/ease.yaml", $"data: {{ files: ['{_place["log.csv"]}'], time: time }}\nsplit: {{ name: leaveOneOut }}\nmodel: {{ name: easeR, l2: 10 }}\n");
        Write("recipes/ranker.yaml", $$"""
            data: { interactions: { files: ['{{_place["log.csv"]}}'], time: time, negatives: 3, history: 6 } }
            model: { name: fm, embeddingDim: 4 }
            training: { epochs: 6, batchSize: 128, embeddings: { initialScale: 0.1, optimizer: { name: adam, learningRate: 0.02 } } }
            evaluation: { bootstrapRounds: 0, featureImportance: false }
            """);
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Run_RecallOfTheWholeCatalogue_KeepsEverything()
    {
        FunnelFigures figures = Run(candidates: Items, keep: Items, "ease, ranker");

        Assert.Equal((Users, Items, 0), (figures.Users, figures.Items, figures.Degraded));
        Assert.Equal(figures.RankerNdcg, figures.FunnelNdcg, 1e-12);
        Assert.All(figures.Stages, stage => Assert.Equal(1, stage.Recall, 1e-12));
        using TrainedModel ranker = ModelDirectory.Load(_place["runs/ranker"], WorkerTeam.Single);
        Assert.Equal(RankerJudge.Judge(ranker, new TopNOptions(), WorkerTeam.Single).Mean(TopNMetric.Ndcg, 10), figures.RankerNdcg, 1e-7);     // which keeps single precision a user
    }

    [Fact]
    public void Run_NarrowRecall_TellsWhatIsLostWhere()
    {
        FunnelFigures figures = Run(candidates: 10, keep: 10, "ease, ranker");

        Assert.Equal(["recall", "preRank", "rank", "reRank"], figures.Stages.Select(s => s.Stage));
        Assert.InRange(figures.Stages[0].Recall, 0.3, 0.95);        // ten of 22 or more items: by chance 0.45, and two models that agree in part
        Assert.InRange(figures.Stages[0].Left, 1, 10);
        Assert.Equal(figures.Stages[0].Recall, figures.Stages[^1].Recall, 1e-12);
    }

    [Fact]
    public void Run_RecallTrainedOnAnotherCut_IsRefused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Run(candidates: Items, keep: Items, "ease, ranker", "split.name=randomHoldOut"));

        Assert.Contains("another log or cut", e.Message);
    }

    private FunnelFigures Run(int candidates, int keep, string recipes, string ofEase = "")
    {
        Write("recipes/funnels/small.yaml", $$"""
            catalogue: { interactions: { files: ['{{_place["log.csv"]}}'], time: time }, split: { name: leaveOneOut } }
            recall: { candidates: {{candidates}}, sources: [{ kind: recommender, model: '{{_place["runs/ease"]}}', quota: {{candidates}} }] }
            rank: { model: '{{_place["runs/ranker"]}}', keep: {{keep}} }
            rules: [{ kind: seen }]
            budgets: { total: 1ms }
            """);
        string listed = string.Join(", ", recipes.Split(", ").Select(r => $"{{ name: {r}{(r == "ease" && ofEase.Length > 0 ? $", set: ['{ofEase}']" : "")} }}"));
        string suite = Write("recipes/suites/funnel.yaml", $"name: funnel\ndescription: d\nprotocol: p\nfunnels:\n  - {{ funnel: small, dataset: small, recipes: [{listed}] }}\n");
        Assert.True(FunnelSuite.Recognises(suite));
        FunnelSuite loaded = FunnelSuite.Load(suite);
        return new FunnelBenchmark(loaded, threads: 2) { Folder = _place.Path }.Run(loaded.Cases[0]);
    }

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_place[name])!);
        File.WriteAllText(_place[name], text);
        return _place[name];
    }
}
