using Winnow.Evaluation.Tests.Pointwise;

namespace Winnow.Evaluation.Tests.Significance;

public sealed class BootstrapTests
{
    private static readonly Sample Rows = Sample.Draw(4000, 1 << 20);

    // The relative standard error of a standard deviation from B draws is 1/√(2B): 0.022 at 1,000; five of them are allowed.
    private const double FiveErrorsAt1000 = 0.112;

    [Fact]
    public void Intervals_Auc_HasDeLongStandardError()
    {
        PointwiseIntervals intervals = Intervals(new() { Resamples = 1000 });

        (double auc, Interval exact) = DeLong.Auc(Rows.Scores, Rows.Labels);

        Assert.InRange(intervals.Auc.StandardError / exact.StandardError, 1 - FiveErrorsAt1000, 1 + FiveErrorsAt1000);
        Assert.True(intervals.Auc.Contains(auc));
    }

    [Fact]
    public void Intervals_LogLoss_HasStandardErrorOfTheMean()
    {
        PointwiseIntervals intervals = Intervals(new() { Resamples = 1000 });

        double[] losses = [.. Rows.Scores.Zip(Rows.Labels, (p, y) => -Math.Log(Math.Clamp(y == 1 ? p : 1 - p, 1e-7, 1 - 1e-7)))];
        double mean = losses.Average();
        double error = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean))) / losses.Length;

        Assert.InRange(intervals.LogLoss.StandardError / error, 1 - FiveErrorsAt1000, 1 + FiveErrorsAt1000);
    }

    [Fact]
    public void Intervals_Gauc_HasStandardErrorOfTheRatioOfGroupSums()
    {
        PointwiseIntervals intervals = Intervals(new() { Resamples = 1000 });

        double mean = PointwiseMetrics.Gauc(Rows.Scores, Rows.Labels, Rows.Groups).Value, squares = 0, total = 0;
        foreach (ulong group in Rows.Groups.Distinct().Where(g => g != 0))
        {
            int[] rows = [.. Enumerable.Range(0, Rows.Scores.Length).Where(i => Rows.Groups[i] == group)];
            double auc = PointwiseMetrics.Auc([.. rows.Select(i => Rows.Scores[i])], [.. rows.Select(i => Rows.Labels[i])]);
            if (double.IsNaN(auc)) continue;
            squares += Math.Pow(rows.Length * (auc - mean), 2);
            total += rows.Length;
        }

        double ratio = intervals.Gauc!.Value.StandardError / (Math.Sqrt(squares) / total);
        Assert.InRange(ratio, 1 - FiveErrorsAt1000, 1 + FiveErrorsAt1000);
    }

    [Fact]
    public void Intervals_AnyThreadCount_SameBits() =>
        Assert.Equal(
            Intervals(new() { Threads = 1 }) with { Options = null! }, Intervals(new() { Threads = 3 }) with { Options = null! });

    [Fact]
    public void Intervals_OtherSeed_OtherDraws() =>
        Assert.NotEqual(Intervals(new() { Seed = 1 }).Auc, Intervals(new() { Seed = 2 }).Auc);

    [Fact]
    public void Intervals_HigherConfidence_IsWider()
    {
        Interval narrow = Intervals(new() { Confidence = 0.5 }).Auc, wide = Intervals(new() { Confidence = 0.99 }).Auc;

        Assert.True(wide.Low < narrow.Low && wide.High > narrow.High);
        Assert.Equal(narrow.StandardError, wide.StandardError);
    }

    [Fact]
    public void Intervals_RowsRepeatedWithinGroups_AreWiderWhenGroupsAreDrawn()
    {
        // Each row four times: the sample says nothing more, so the error must stay that of 1,000 rows, twice that of 4,000.
        Sample few = Sample.Draw(1000, 1 << 20);
        float[] scores = Repeat(few.Scores), labels = Repeat(few.Labels);
        ulong[] groups = [.. Enumerable.Range(0, 4000).Select(i => 1 + (ulong)i % 1000)];

        double byRow = Error(ResamplingUnit.Rows), byGroup = Error(ResamplingUnit.Groups);

        Assert.InRange(byGroup / byRow, 2 * (1 - FiveErrorsAt1000), 2 * (1 + FiveErrorsAt1000));

        double Error(ResamplingUnit unit) => PointwiseMetrics.Compute(
            scores, labels, groups: groups, options: new() { Bootstrap = new() { Resamples = 1000, Unit = unit } })
            .Intervals!.Auc.StandardError;
    }

    [Fact]
    public void Intervals_WeightsAllEqual_ChangeNothing()
    {
        PointwiseOptions options = new() { Bootstrap = new() };
        float[] threes = [.. Rows.Scores.Select(_ => 3f)];

        Interval plain = PointwiseMetrics.Compute(Rows.Scores, Rows.Labels, options: options).Intervals!.Auc;
        Interval weighted = PointwiseMetrics.Compute(Rows.Scores, Rows.Labels, threes, options: options).Intervals!.Auc;

        Assert.Equal(plain.Low, weighted.Low, 1e-12);
        Assert.Equal(plain.High, weighted.High, 1e-12);
    }

    [Fact]
    public void Intervals_GroupsToDrawButNoneGiven_SaysSo() =>
        Assert.Contains("groups", Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute(
            Rows.Scores, Rows.Labels, options: new() { Bootstrap = new() { Unit = ResamplingUnit.Groups } })).Message);

    [Fact]
    public void Intervals_OneClassOnly_AreNaNForAucAndFiniteForLogLoss()
    {
        PointwiseIntervals intervals = PointwiseMetrics.Compute(
            [0.2f, 0.4f, 0.1f], [0, 0, 0], options: new() { Bootstrap = new() }).Intervals!;

        Assert.True(double.IsNaN(intervals.Auc.Low));
        Assert.True(double.IsFinite(intervals.LogLoss.Low));
    }

    [Theory]
    [InlineData(19, 0.95, 1)]
    [InlineData(200, 1.0, 1)]
    [InlineData(200, 0.95, 0)]
    public void Intervals_OptionsOutOfRange_AreRefused(int resamples, double confidence, int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Intervals(new() { Resamples = resamples, Confidence = confidence, Threads = threads }));

    private static PointwiseIntervals Intervals(BootstrapOptions options) => PointwiseMetrics.Compute(
        Rows.Scores, Rows.Labels, groups: Rows.Groups, options: new() { Bootstrap = options }).Intervals!;

    private static float[] Repeat(float[] values) => [.. Enumerable.Repeat(values, 4).SelectMany(v => v)];
}
