using Winnow.Data;
using Winnow.Training.Benchmarks;
using Winnow.Training.Progress;

namespace Winnow.Training.Tests.Benchmarks;

public sealed class BenchmarkSuiteTests : IDisposable
{
    private readonly Playground _ground = new(rows: 600);

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Load_CtrSuite_NamesPublishedFiguresAndRecipesThatExist()
    {
        string folder = Path.Combine(Repository.Root, "recipes");
        BenchmarkSuite suite = BenchmarkSuite.Load(Path.Combine(folder, "suites", "ctr.yaml"));

        Assert.Equal("ctr", suite.Name);
        Assert.Contains("BARS", suite.Source, StringComparison.Ordinal);
        Assert.Equal(7, suite.Cases.Count);
        Assert.Equal((0.9842, 0.1482), suite.Cases.Where(c => c.Model == "DeepFM").Select(c => (c.Published[0].Value, c.Published[1].Value)).Single());
        Assert.All(suite.Cases, c => Assert.True(File.Exists(Path.Combine(folder, c.Name + ".yaml")), c.Name));
    }

    [Fact]
    public void Run_TwoSeeds_PutsMeanAndDeviationBesideThePublishedFigure()
    {
        BenchmarkSuite suite = Suite("{ recipe: recipe, dataset: made up, model: Small, auc: 0.7, logLoss: 0.6 }");
        Watcher watcher = new();

        BenchmarkResult result = suite.Run(new BenchmarkOptions { Seeds = 2, Overrides = ["training.epochs=1"], Observer = watcher });

        double[] aucs = [.. new[] { 11, 12 }.Select(seed => Trainer.Run(_ground.Recipe("training.epochs=1", $"seed={seed}")).Test!.Auc)];
        Assert.Equal(["auc", "logLoss"], result.Rows.Select(r => r.Metric));
        BenchmarkRow auc = result.Rows[0];
        Assert.Equal((0.7, "made up", "Small"), (auc.Published, auc.Dataset, auc.Model));
        Assert.Equal(aucs.Average(), auc.Measured, 12);
        Assert.Equal(Math.Abs(aucs[0] - aucs[1]) / Math.Sqrt(2), auc.Std, 12);
        Assert.True(auc.Seconds > 0);
        Assert.Equal(["run 1 of 2", "run 2 of 2", "auc", "logLoss"], watcher.Events);
        Assert.Equal("made up", result.ToJson()["rows"]![0]!["dataset"]!.GetValue<string>());
    }

    [Fact]
    public void Run_NothingMatches_NamesWhatThereIs()
    {
        BenchmarkSuite suite = Suite("{ recipe: recipe, dataset: made up, model: Small, auc: 0.7, logLoss: 0.6 }");

        ArgumentException e = Assert.Throws<ArgumentException>(() => suite.Run(new BenchmarkOptions { Only = "large" }));

        Assert.Contains("It has: recipe", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ recipe: a, dataset: b, model: c, auc: 2, logLoss: 0.6 }", "auc")]
    [InlineData("{ recipe: a, dataset: b, modell: c, auc: 0.5, logLoss: 0.6 }", "Did you mean 'model'?")]
    public void Load_FaultySuite_TellsTheFaults(string one, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidYamlException>(() => Suite(one)).Message, StringComparison.Ordinal);

    private BenchmarkSuite Suite(string one)
    {
        _ground.WriteRecipe();
        Directory.CreateDirectory(_ground["suites"]);
        File.WriteAllText(_ground["suites/small.yaml"], $"name: small\ndescription: d\nsource: s\nprotocol: p\ncases:\n  - {one}\n");
        return BenchmarkSuite.Load(_ground["suites/small.yaml"]);
    }

    private sealed class Watcher : IBenchmarkObserver
    {
        public List<string> Events { get; } = [];

        public ITrainingObserver? OnRun(BenchmarkCase benchmark, int run, int runs)
        {
            Events.Add($"run {run} of {runs}");
            return null;
        }

        public void OnRow(BenchmarkRow row) => Events.Add(row.Metric);
    }
}
