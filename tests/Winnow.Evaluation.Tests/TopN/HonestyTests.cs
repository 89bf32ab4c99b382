using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.TopN;

/// <summary>Ways to look better than one is, and that they do not work here.</summary>
public sealed class HonestyTests
{
    private const int Users = 3000, Items = 100;

    [Theory, InlineData(0f), InlineData(7.5f)]
    public void Evaluate_AllEqualScores_ScoreAsChance(float constant)
    {
        HeldOut heldOut = OneRelevantEach(user => user % Items);

        TopNReport report = Evaluate(heldOut, _ => constant);

        // A list of 10 of 100 items drawn by lot has the relevant one with probability 0.1; five standard errors are allowed.
        double error = Math.Sqrt(0.1 * 0.9 / Users);
        Assert.InRange(report.Mean(TopNMetric.HitRate, 10), 0.1 - 5 * error, 0.1 + 5 * error);
        Assert.Equal(0.5, report.Mean(TopNMetric.Auc, 10));
        Assert.Equal((Users, constant == 0 ? Users : 0), (report.ConstantRows, report.ZeroRows));
        Assert.Equal(Users, report.TiedAtCut(10));
    }

    [Theory, InlineData(0), InlineData(99), InlineData(50)]
    public void Evaluate_TiesAndEverybodyTakesOneItem_ItsNumberDoesNotMatter(int item)
    {
        TopNReport report = Evaluate(OneRelevantEach(_ => item), _ => 0);

        double error = Math.Sqrt(0.1 * 0.9 / Users);
        Assert.InRange(report.Mean(TopNMetric.HitRate, 10), 0.1 - 5 * error, 0.1 + 5 * error);
    }

    [Fact]
    public void Evaluate_AllEqualScoresWithNegatives_ScoreAsChance()
    {
        HeldOut full = OneRelevantEach(user => user % Items);
        int[] rows = [.. Enumerable.Range(0, Users).SelectMany(user => Enumerable.Repeat(user, 19))];
        int[] columns = [.. Enumerable.Range(0, Users).SelectMany(user => Enumerable.Range(1, 19).Select(j => (user + 5 * j) % Items))];
        HeldOut heldOut = new([.. full.Users], full.Histories, full.Relevant, CsrMatrix.FromEntries(Users, Items, rows, columns));

        TopNReport report = Evaluate(heldOut, _ => 0);

        double error = Math.Sqrt(0.5 * 0.5 / Users);                                          // one of 20 candidates, 10 of them listed
        Assert.InRange(report.Mean(TopNMetric.HitRate, 10), 0.5 - 5 * error, 0.5 + 5 * error);
        Assert.Equal("HR@10 [1+19]", report.Protocol.NameOf(TopNMetric.HitRate, 10));
    }

    [Fact]
    public void Evaluate_ItemsRenumbered_SameMetricsWhereNothingIsTied()
    {
        TopNSample sample = TopNSample.Draw(31, 100, 150, 0);
        TopNSample renumbered = Renumber(sample, 5);

        TopNReport report = sample.Evaluate(new()), other = renumbered.Evaluate(new());

        foreach (TopNMetric metric in Enum.GetValues<TopNMetric>().Where(MetricNames.IsPerUser).Where(m => m != TopNMetric.IntraListDiversity))
            Assert.Equal(report.PerUser(metric, 10).ToArray(), other.PerUser(metric, 10).ToArray());
    }

    [Fact]
    public void Evaluate_ItemsRenumbered_SameExpectationWhereAllIsTied()
    {
        TopNSample sample = TopNSample.Draw(32, 1500, 60, 2);

        double[] means = [.. Enumerable.Range(0, 6).Select(i => (i == 0 ? sample : Renumber(sample, i)).Evaluate(new()).Mean(TopNMetric.Recall, 10))];

        double spread = Deviation(sample.Evaluate(new()).PerUser(TopNMetric.Recall, 10)) / Math.Sqrt(1500);
        Assert.All(means, mean => Assert.InRange(mean, means[0] - 5 * Math.Sqrt(2) * spread, means[0] + 5 * Math.Sqrt(2) * spread));
    }

    [Fact]
    public void Evaluate_NumpyOrder_ConstantScorerFavoursSomeItemNumbers()
    {
        // Why that order is for comparison with published figures only: which item a tie favours follows from its number, the same for all users.
        double[] rates = [.. Enumerable.Range(0, 100).Select(item => Evaluate(OneRelevantEach(_ => item), _ => 0, new() { Cutoffs = [10], Ties = TieOrder.NumpyIntrosort }).Mean(TopNMetric.HitRate, 10))];

        Assert.Equal((10, 90), (rates.Count(rate => rate == 1), rates.Count(rate => rate == 0)));
    }

    [Fact]
    public void Evaluate_TestItemsLeakedIntoHistories_AreCountedAndCannotBeFound()
    {
        HeldOut clean = OneRelevantEach(user => user % Items);
        HeldOut leaky = new([.. clean.Users], clean.Relevant, clean.Relevant);

        TopNReport filtered = Evaluate(leaky, item => item), kept = Evaluate(leaky, item => item, new() { FilterSeen = false });

        Assert.Equal((Users, 0.0), (filtered.RelevantSeen, filtered.Mean(TopNMetric.Recall, 20)));
        Assert.Equal(0, Evaluate(clean, item => item).RelevantSeen);
        Assert.False(kept.Protocol.FilterSeen);
        Assert.Equal(Users, kept.RelevantSeen);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void Evaluate_ScoreNotFinite_IsRefusedByUserAndItem(float bad)
    {
        TopNSample sample = TopNSample.Draw(33, 20, 3000, 0);
        int user = sample.HeldOut.Users[7];
        int fresh = Enumerable.Range(2500, 500).First(item => sample.HeldOut.Histories.Row(7).BinarySearch(item) < 0);
        int seen = sample.HeldOut.Histories.Row(7)[^1];
        foreach (int item in new[] { fresh, seen })
        {
            float keep = sample.Scores[user][item];
            sample.Scores[user][item] = bad;
            foreach (TieOrder ties in Enum.GetValues<TieOrder>())
            {
                ArgumentException error = Assert.Throws<ArgumentException>(() => sample.Evaluate(new() { Ties = ties }, threads: 2));
                Assert.Contains($"User {user} ", error.Message, StringComparison.Ordinal);
                Assert.Contains($"item {item};", error.Message, StringComparison.Ordinal);
            }
            sample.Scores[user][item] = keep;
        }
    }

    [Fact]
    public void Evaluate_CutoffAboveCatalogue_ListsWhatThereIs()
    {
        TopNSample sample = TopNSample.Draw(34, 30, 12, 0);

        TopNReport report = sample.Evaluate(new() { Cutoffs = [50] });

        double findable = 1 - Enumerable.Range(0, 30).Average(row =>
            sample.HeldOut.Relevant.Row(row).ToArray().Count(item => sample.HeldOut.Histories.Row(row).BinarySearch(item) >= 0) / (double)sample.HeldOut.Relevant.RowLength(row));
        Assert.Equal(findable, report.Mean(TopNMetric.Recall, 50), 6);
        Assert.Contains("below the number of items",
            Assert.Throws<ArgumentException>(() => sample.Evaluate(new() { Cutoffs = [50], Ties = TieOrder.NumpyIntrosort })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_NothingLeftToRecommend_CountsZeroAndIsCounted()
    {
        CsrMatrix all = CsrMatrix.FromEntries(2, 3, [0, 0, 0, 1], [0, 1, 2, 0]), relevant = CsrMatrix.FromEntries(2, 3, [0, 1], [1, 2]);
        HeldOut heldOut = new([0, 1], all, relevant);

        TopNReport report = TopNEvaluator.Evaluate(new TableScorer([[1, 2, 3], [1, 2, 3]]), heldOut, new() { Cutoffs = [1, 2] }, all.Transpose(), WorkerTeam.Single);

        Assert.Equal(1, report.EmptyLists);
        Assert.Equal([0, 1], report.PerUser(TopNMetric.HitRate, 1).ToArray());
        Assert.Equal(0.5, report.Mean(TopNMetric.HitRate, 1));
        Assert.True(float.IsNaN(report.PerUser(TopNMetric.Auc, 1)[0]) && float.IsNaN(report.PerUser(TopNMetric.Novelty, 1)[0]));
        Assert.Equal(1, report.Mean(TopNMetric.Auc, 1));
    }

    [Fact]
    public void Evaluate_BadOptionsOrShapes_SaysWhatCameAndWhatToDo()
    {
        TopNSample sample = TopNSample.Draw(35, 5, 20, 0);

        Assert.Contains("5, 5", Assert.Throws<ArgumentException>(() => sample.Evaluate(new() { Cutoffs = [5, 5] })).Message, StringComparison.Ordinal);
        Assert.Contains("cut-off", Assert.Throws<ArgumentException>(() => sample.Evaluate(new() { Cutoffs = [] })).Message, StringComparison.Ordinal);
        Assert.Contains("20", Assert.Throws<ArgumentException>(() => sample.Evaluate(new(), scorer: new TableScorer([[1, 2]]))).Message, StringComparison.Ordinal);
        Assert.Contains("5, 10, 20", Assert.Throws<ArgumentOutOfRangeException>(() => sample.Evaluate(new()).Mean(TopNMetric.Ndcg, 7)).Message, StringComparison.Ordinal);
        Assert.Contains("mean", Assert.Throws<ArgumentException>(() => sample.Evaluate(new()).PerUser(TopNMetric.Gini, 5).Length).Message, StringComparison.Ordinal);
        Assert.Contains("ItemVectors", Assert.Throws<InvalidOperationException>(() => sample.Evaluate(new()).Mean(TopNMetric.IntraListDiversity, 5)).Message, StringComparison.Ordinal);
    }

    private static double Deviation(ReadOnlySpan<float> values)
    {
        double[] doubles = [.. values.ToArray().Select(v => (double)v)];
        double mean = doubles.Average();
        return Math.Sqrt(doubles.Average(v => (v - mean) * (v - mean)));
    }

    private static HeldOut OneRelevantEach(Func<int, int> item)
    {
        int[] users = [.. Enumerable.Range(0, Users)];
        return new HeldOut(users, CsrMatrix.FromEntries(Users, Items, [], []), CsrMatrix.FromEntries(Users, Items, users, [.. users.Select(item)]));
    }

    private static TopNReport Evaluate(HeldOut heldOut, Func<int, float> score, TopNOptions? options = null)
    {
        float[] row = [.. Enumerable.Range(0, Items).Select(score)];
        return TopNEvaluator.Evaluate(
            new TableScorer([.. Enumerable.Repeat(row, Users)]), heldOut, options ?? new(), heldOut.Histories.Transpose(), WorkerTeam.Single);
    }

    private static TopNSample Renumber(TopNSample sample, int seed)
    {
        int items = sample.HeldOut.Relevant.Cols;
        int[] number = [.. Enumerable.Range(0, items)];
        new RandomStream((ulong)seed, "renumber").Shuffle<int>(number);
        HeldOut old = sample.HeldOut;
        float[][] scores = [.. sample.Scores.Select(row =>
        {
            float[] moved = new float[items];
            for (int item = 0; item < items; item++) moved[number[item]] = row[item];
            return moved;
        })];
        return new TopNSample(new HeldOut([.. old.Users], Columns(old.Histories), Columns(old.Relevant)), Columns(sample.TrainByItem.Transpose()).Transpose(), scores);

        CsrMatrix Columns(CsrMatrix matrix)
        {
            int[] rows = [.. Enumerable.Range(0, matrix.Rows).SelectMany(row => Enumerable.Repeat(row, matrix.RowLength(row)))];
            return CsrMatrix.FromEntries(matrix.Rows, matrix.Cols, rows, [.. matrix.Columns.ToArray().Select(column => number[column])]);
        }
    }
}
