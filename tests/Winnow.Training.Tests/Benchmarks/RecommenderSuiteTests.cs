using System.Xml.Linq;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Evaluation.Reports;
using Winnow.Training.Benchmarks;
using Winnow.Training.Laboratory;
using Winnow.Training.Tests.Laboratory;

namespace Winnow.Training.Tests.Benchmarks;

public sealed class RecommenderSuiteTests : IDisposable
{
    private readonly LaboratoryGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Load_Recsys2019_HasTheTablesOfTheStudyWithLegalSettings()
    {
        BenchmarkSuite suite = BenchmarkSuite.Load(Path.Combine(Repository.Root, "recipes", "suites", "recsys2019.yaml"));

        Assert.Equal(9, suite.Tables.Count);
        Assert.All(suite.Tables.Where(t => t.Name != "ml-1m-strong"), t => Assert.Contains(t.Name, PublishedSplits.Names));
        BenchmarkCase ease = suite.Cases.Single(c => c.Name == "ncf-ml-1m EASE_R");
        Assert.Equal([0.2225, 0.5629, 0.3986, 0.7192, 0.4494], ease.Published.Select(p => p.Value));
        Assert.False(ease.UsesSeed);
        Assert.True(suite.Cases.Single(c => c.Name == "ncf-ml-1m iALS").UsesSeed);
        Assert.Equal(suite.Cases.Count, suite.Cases.Select(c => c.Name).Distinct().Count());
    }

    [Fact]
    public void Run_TwoModels_AgreesWithTheTrainerAndTellsOrder()
    {
        BenchmarkSuite suite = Suite(
            "{ model: Neighbours, published: [0.4], settings: { name: itemKnn, topK: 30, shrink: 2 } }", "{ model: Chance, published: [0.1], settings: random }");

        BenchmarkResult result = suite.Run(new BenchmarkOptions { Seeds = 2, Threads = 2 });

        double trained = RecommenderTrainer.Run(_ground.Recipe("{ name: itemKnn, topK: 30, shrink: 2 }", "split={ name: randomHoldOut }")).Test.Mean(TopNMetric.Ndcg, 10);
        Assert.Equal(trained, result.Rows[0].Measured, 12);
        Assert.Equal((1, 2), (result.Rows[0].Runs, result.Rows[1].Runs));
        Assert.True(result.Rows[1].Std > 0, "two seeds of a random model differ");
        Assert.Equal("NDCG@10 (theirs)", result.Rows[0].Metric);
        Assert.Contains("random hold-out", result.Rows[0].Protocol, StringComparison.Ordinal);
        OrderAgreement order = OrderAgreement.Of(result.Rows).Single();
        Assert.Equal((1, 1, 0), (order.KendallTau, order.Decided, order.Turned.Count));
    }

    [Fact]
    public void ToJson_NoPublishedFigure_IsNull()
    {
        BenchmarkResult result = Suite("{ model: Popular, settings: topPopular }").Run(new BenchmarkOptions());

        Assert.Null(result.ToJson()["rows"]![0]!["published"]);
        Assert.Equal(
            ["dataset", "model", "metric", "protocol", "published", "measured", "std", "seconds"], result.ToJson()["rows"]![0]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public void Render_Result_IsWellFormedAndNamesWhatWasNotRun()
    {
        BenchmarkSuite suite = Suite("{ model: Popular <1>, published: [0.2], settings: topPopular }", "{ model: Chance, published: [0.1], settings: random }");

        string page = HtmlReport.Render(BenchmarkReport.Of(suite, suite.Run(new BenchmarkOptions { Seeds = 1 })));

        XDocument.Parse(page);
        Assert.Contains("Popular &lt;1&gt;", page, StringComparison.Ordinal);
        Assert.Contains("not run here: Oracle", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TurnedPair_IsNamed()
    {
        BenchmarkRow[] rows =
        [
            Row("A", 0.50, 0.40), Row("B", 0.45, 0.45), Row("C", 0.449, 0.46),
        ];

        OrderAgreement order = OrderAgreement.Of(rows).Single();

        Assert.Equal(-1, order.KendallTau);
        Assert.Equal([("A", "B"), ("A", "C")], order.Turned.Order());      // B and C are nearer than anybody reproduces
        Assert.Equal(2, order.Decided);

        static BenchmarkRow Row(string model, double published, double measured) => new("d", model, "m", "p", published, measured, 0, 1) { Table = "t" };
    }

    [Theory]
    [InlineData("{ model: a, published: [0.1, 0.2], settings: topPopular }", "has 2 figures; expected one for each of the 1 metrics")]
    [InlineData("{ model: a, published: [x], settings: topPopular }", "holds 'x'")]
    [InlineData("{ model: a, published: [0.1], settings: { name: itemKnn, topk: 3 } }", "Did you mean 'topK'?")]
    public void Load_FaultyTable_TellsTheFaults(string row, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidYamlException>(() => Suite(row)).Message, StringComparison.Ordinal);

    private BenchmarkSuite Suite(params string[] rows)
    {
        Directory.CreateDirectory(_ground["suites"]);
        File.WriteAllText(_ground["suites/small.yaml"], $$"""
            name: small
            description: d
            source: s
            protocol: p
            evaluation: { candidates: fullCatalogue }
            tables:
              - name: one
                title: One
                dataset: made up
                data: { files: ['{{_ground.Log}}'], time: time }
                split: { name: randomHoldOut }
                metrics: { "NDCG@10 (theirs)": ndcg@10 }
                notRun: [Oracle]
                rows:
            {{string.Join('\n', rows.Select(r => "      - " + r))}}
            """);
        return BenchmarkSuite.Load(_ground["suites/small.yaml"]);
    }
}
