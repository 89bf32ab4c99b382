using Winnow.Training.Storage;
using Winnow.Training.Tuning;

namespace Winnow.Training.Tests.Tuning;

public sealed class TunerTests : IDisposable
{
    private const int Seeds = 6;

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Regret over seeds at the default budget of 35 cases; a search that ignored what it measured would be the random one.</summary>
    [Theory, InlineData("branin"), InlineData("hartmann")]
    public void Run_KnownFunction_ComesCloserThanRandomSearchOfTheSameBudget(string name)
    {
        (SearchSpace space, Func<SearchPoint, double> function, double best) = name == "branin"
            ? (KnownFunctions.BraninSpace, KnownFunctions.Branin, KnownFunctions.BraninBest)
            : (KnownFunctions.HartmannSpace, (Func<SearchPoint, double>)KnownFunctions.Hartmann, KnownFunctions.HartmannBest);
        double[] bayesian = new double[Seeds], random = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            bayesian[seed] = best - Search(space, function, random: 5, (ulong)seed).Best.Value!.Value;
            random[seed] = best - Search(space, function, random: 35, (ulong)seed).Best.Value!.Value;
        }

        Array.Sort(bayesian);
        Array.Sort(random);
        Assert.True(bayesian[Seeds / 2] < 0.1 * random[Seeds / 2], $"median regret {bayesian[Seeds / 2]:g3}, random search {random[Seeds / 2]:g3}");
        Assert.True(bayesian[^1] < 0.2, $"worst regret {bayesian[^1]:g3}");
    }

    [Fact]
    public void Run_IntegersAndChoices_FindsTheBestCombination()
    {
        SearchSpace space = new(
            new IntegerDimension("topK", 5, 1000), new ChoiceDimension("kind", ["a", "b", "c"]), new RealDimension("l2", 1e-5, 1, Logarithmic: true));

        TuningResult result = Tuner.Run(space, (p, _) => new Measurement(Value(p)), new TunerOptions { Seed = 3 });

        Assert.Equal("b", result.Best.Settings["kind"]);
        Assert.True(result.Best.Value > -0.05, $"{result.Best.SettingsText}: {result.Best.Value:0.0000}");

        static double Value(SearchPoint p) =>
            -Math.Abs(KnownFunctions.Number(p, "topK") - 300) / 1000 - (p.Settings["kind"] == "b" ? 0 : 0.5) - 0.1 * Math.Pow(Math.Log10(KnownFunctions.Number(p, "l2")) + 2, 2);
    }

    [Fact]
    public void Run_KilledAndStartedAgain_GivesTheTrialsOfAnUndisturbedRun()
    {
        TuningResult whole = Tuner.Run(KnownFunctions.BraninSpace, (p, _) => new Measurement(KnownFunctions.Branin(p)), Options("whole.jsonl"));
        int measured = 0;
        Assert.Throws<OperationCanceledException>(() => Tuner.Run(KnownFunctions.BraninSpace, (p, _) =>
            ++measured <= 9 ? new Measurement(KnownFunctions.Branin(p)) : throw new OperationCanceledException(), Options("killed.jsonl")));
        File.AppendAllText(_folder["killed.jsonl"], "{\"trial\":10,\"sett");       // the kill came in the middle of a line

        measured = 0;
        TuningResult resumed = Tuner.Run(KnownFunctions.BraninSpace, (p, _) =>
        {
            measured++;
            return new Measurement(KnownFunctions.Branin(p));
        }, Options("killed.jsonl"));

        Assert.Equal((9, 5), (resumed.Replayed, measured));
        Assert.Equal(whole.Trials.Select(t => (t.SettingsText, t.Value)), resumed.Trials.Select(t => (t.SettingsText, t.Value)));
        Assert.Equal(whole.Best.SettingsText, resumed.Best.SettingsText);
        Assert.Equal(15, File.ReadAllLines(_folder["killed.jsonl"]).Length);
    }

    [Fact]
    public void Run_MoreCasesThanBefore_GoesOnBehindTheRecord()
    {
        TuningResult few = Tuner.Run(KnownFunctions.BraninSpace, (p, _) => new Measurement(KnownFunctions.Branin(p)), Options("r.jsonl") with { Cases = 7 });

        TuningResult more = Tuner.Run(KnownFunctions.BraninSpace, (p, _) => new Measurement(KnownFunctions.Branin(p)), Options("r.jsonl") with { Cases = 9 });

        Assert.Equal(7, more.Replayed);
        Assert.Equal(few.Trials.Select(t => t.SettingsText), more.Trials.Take(7).Select(t => t.SettingsText));
    }

    [Theory]
    [InlineData(2ul, "Branin", "another search")]
    [InlineData(1ul, "another metric", "another search")]
    public void Run_RecordOfAnotherSearch_IsRefused(ulong seed, string subject, string message)
    {
        Tuner.Run(KnownFunctions.BraninSpace, (p, _) => new Measurement(KnownFunctions.Branin(p)), Options("r.jsonl") with { Cases = 2 });

        StorageException e = Assert.Throws<StorageException>(() => Tuner.Run(
            KnownFunctions.BraninSpace, (p, _) => new Measurement(0), Options("r.jsonl") with { Seed = seed, Subject = subject }));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TrialsThatFail_AreRecordedAndAvoided()
    {
        TuningResult result = Tuner.Run(KnownFunctions.BraninSpace, (p, _) => KnownFunctions.Number(p, "x") < 2
            ? throw new ArgumentException("x is too small")
            : new Measurement(KnownFunctions.Branin(p)), Options("r.jsonl") with { Cases = 30 });

        Trial[] failed = [.. result.Trials.Where(t => t.Value is null)];
        Assert.NotEmpty(failed);
        Assert.All(failed, t => Assert.Contains("x is too small", t.Error, StringComparison.Ordinal));
        Assert.True(failed.Length < 12, $"{failed.Length} of 30 trials failed: the search did not learn where");
        Assert.True(result.Best.Value > -2, $"{result.Best.Value}");
    }

    [Fact]
    public void Run_EveryTrialFails_SaysWhy()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() =>
            Tuner.Run(KnownFunctions.BraninSpace, (_, _) => throw new ArgumentException("no data"), new TunerOptions { Cases = 3 }));

        Assert.Contains("All 3 trials failed", e.Message, StringComparison.Ordinal);
        Assert.Contains("no data", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FewPoints_EndsWhenAllAreMeasured()
    {
        SearchSpace space = new(new ChoiceDimension("a", ["x", "y"]), new IntegerDimension("b", 1, 3));

        TuningResult result = Tuner.Run(space, (p, _) => new Measurement(KnownFunctions.Number(p, "b")), new TunerOptions { Cases = 35 });

        Assert.Equal(6, result.Trials.Count);
        Assert.Equal(6, result.Trials.Select(t => t.SettingsText).Distinct().Count());
    }

    private static TuningResult Search(SearchSpace space, Func<SearchPoint, double> function, int random, ulong seed) =>
        Tuner.Run(space, (p, _) => new Measurement(function(p)), new TunerOptions { Random = random, Seed = seed });

    private TunerOptions Options(string record) => new() { Cases = 14, Record = _folder[record], Subject = "Branin" };
}
