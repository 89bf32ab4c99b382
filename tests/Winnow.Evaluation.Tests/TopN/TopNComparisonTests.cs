namespace Winnow.Evaluation.Tests.TopN;

public sealed class TopNComparisonTests
{
    private static readonly TopNSample Sample = TopNSample.Draw(21, 400, 200, 0);
    private static readonly TopNColumn[] Columns = [new(TopNMetric.Ndcg, 10), new(TopNMetric.Recall, 10), new(TopNMetric.ItemCoverage, 10)];

    [Fact]
    public void Of_BetterModel_IsMarkedAndItsIntervalHasTheStandardErrorOfTheMean()
    {
        TopNComparison comparison = TopNComparison.Of([Model("chance", 0), Model("good", 1), Model("other chance", 0, seed: 9)], new() { Columns = Columns, Reference = "chance" });

        ComparisonCell good = comparison[1, 0];
        float[] values = comparison.Models[1].Report.PerUser(TopNMetric.Ndcg, 10).ToArray();
        double mean = values.Average(), error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean))) / values.Length;
        Assert.Equal("▲", good.Mark(0.001));
        Assert.Equal(mean, good.Value, 6);
        Assert.InRange(good.Interval.StandardError / error, 1 - 0.112, 1 + 0.112);                // five standard errors at 1,000 resamples
        Assert.True(good.Interval.Contains(mean) && !good.Difference!.Value.Interval.Contains(0));
        Assert.Equal("", comparison[2, 0].Mark(0.001));
        Assert.Null(comparison[0, 0].Difference);
        Assert.Null(comparison[1, 2].Difference);
        Assert.Equal("NDCG@10", comparison.Title(0));
    }

    [Theory, InlineData(PairedTest.Randomization), InlineData(PairedTest.Bootstrap), InlineData(PairedTest.Wilcoxon)]
    public void Of_AnyTest_ComparesWithTheBestByDefaultAndCorrectsForAllModels(PairedTest test)
    {
        TopNComparison comparison = TopNComparison.Of([Model("chance", 0), Model("good", 1), Model("better", 2)], new() { Columns = Columns, Test = test });

        Assert.Equal(2, comparison.ReferenceIndex);
        Assert.Equal("▼", comparison[0, 0].Mark(0.05));
        double[] raw = [comparison[0, 0].Difference!.Value.PValue, comparison[1, 0].Difference!.Value.PValue];
        Assert.Equal(2 * raw.Min(), comparison[raw[0] <= raw[1] ? 0 : 1, 0].AdjustedPValue, 12);
    }

    [Fact]
    public void Of_EqualModels_SeldomAreFoundToDiffer()
    {
        // Twenty scorers without knowledge against another: Holm keeps the chance of any mark at 5 % a column, so three of ten columns would be a fault.
        TopNMetric[] metrics = [TopNMetric.Ndcg, TopNMetric.Recall, TopNMetric.HitRate, TopNMetric.Mrr, TopNMetric.Map];
        TopNComparison comparison = TopNComparison.Of(
            [.. Enumerable.Range(0, 21).Select(i => Model($"chance {i}", 0, i + 50))],
            new() { Columns = [.. metrics.SelectMany(m => new TopNColumn[] { new(m, 5), new(m, 20) })], Reference = "chance 0", Flips = 2000 });

        int marked = Enumerable.Range(0, 10).Count(c => Enumerable.Range(1, 20).Any(m => comparison[m, c].AdjustedPValue < 0.05));
        Assert.InRange(marked, 0, 2);
    }

    [Fact]
    public void Of_AnyNumberOfThreads_SameIntervals()
    {
        ComparedModel[] models = [Model("a", 0), Model("b", 1)];
        Interval Of(int threads) => TopNComparison.Of(models, new() { Columns = Columns, Bootstrap = new() { Threads = threads } })[0, 0].Interval;

        Assert.Equal(Of(1), Of(3));
    }

    [Fact]
    public void Of_SampledAndFullCandidates_Refuses()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => TopNComparison.Of(
            [Model("full", 0), Model("sampled", 0, options: new() { Candidates = CandidateSet.Sampled })]));

        Assert.Contains("[n+99 sampled]", error.Message, StringComparison.Ordinal);
        Assert.Contains("all 200 items", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DifferenceFrom_OtherSplitFilterOrDefinitions_SaysWhat()
    {
        TopNProtocol protocol = Model("a", 0).Report.Protocol with { Fingerprint = "0011223344556677" };

        Assert.Null(protocol.DifferenceFrom(protocol with { Cutoffs = [50] }));
        Assert.Contains("8899aabbccddeeff", protocol.DifferenceFrom(protocol with { Fingerprint = "8899aabbccddeeff" }), StringComparison.Ordinal);
        Assert.Contains("filters seen", protocol.DifferenceFrom(protocol with { FilterSeen = false }), StringComparison.Ordinal);
        Assert.Contains("study 2019", protocol.DifferenceFrom(protocol with { Definitions = MetricDefinitions.Study2019 }), StringComparison.Ordinal);
        Assert.Contains("validation", protocol.DifferenceFrom(protocol with { Part = "validation" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoModelTwoNamesOrUnknownReference_SaysWhatToDo()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => TopNComparison.Of([])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => TopNComparison.Of([Model("a", 0), Model("a", 1)])).Message, StringComparison.Ordinal);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => TopNComparison.Of([Model("a", 0)], new() { Reference = "b" })).Message, StringComparison.Ordinal);
    }

    /// <summary>Scores are noise, plus <paramref name="skill"/> for what is relevant.</summary>
    private static ComparedModel Model(string name, float skill, int seed = 3, TopNOptions? options = null)
    {
        Random random = new(seed);
        float[][] scores = [.. Sample.Scores.Select(row => row.Select(_ => random.NextSingle() * 4).ToArray())];
        for (int row = 0; row < Sample.HeldOut.Users.Count; row++)
            foreach (int item in Sample.HeldOut.Relevant.Row(row)) scores[Sample.HeldOut.Users[row]][item] += skill;
        return new ComparedModel(name, Sample.Evaluate(options ?? new(), scorer: new TableScorer(scores)));
    }
}
