namespace Winnow.Evaluation.Tests.Pointwise;

public sealed class PointwiseMetricsTests
{
    private static readonly float[] Scores = [0.1f, 0.4f, 0.35f, 0.8f];
    private static readonly float[] Labels = [0, 0, 1, 1];

    [Fact]
    public void Auc_FourRows_EqualsHandComputedValue() =>                       // 3 of the 4 pairs are in order
        Assert.Equal(0.75, PointwiseMetrics.Auc(Scores, Labels));

    [Fact]
    public void Auc_ConstantScores_IsOneHalf() =>
        Assert.Equal(0.5, PointwiseMetrics.Auc([3, 3, 3, 3, 3], [0, 1, 0, 0, 1]));

    [Fact]
    public void Auc_MinusZeroAndZero_Tie() => Assert.Equal(0.5, PointwiseMetrics.Auc([-0f, 0f], [0, 1]));

    [Fact]
    public void Auc_NegativeLogits_KeepTheirOrder() =>
        Assert.Equal(1.0, PointwiseMetrics.Auc([-5, -1, -3, 2, -2.5f], [0, 1, 0, 1, 0]));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 3)]
    [InlineData(64, 4)]
    [InlineData(501, 9)]
    [InlineData(500, 100_000)]
    public void Auc_ManyTies_EqualsPairCounting(int rows, int levels)
    {
        Sample s = Sample.Draw(rows, levels);

        Assert.Equal(Reference.Auc(s.Scores, s.Labels, Ones(rows)), PointwiseMetrics.Auc(s.Scores, s.Labels), 1e-12);
        Assert.Equal(Reference.Auc(s.Scores, s.Labels, s.Weights), PointwiseMetrics.Auc(s.Scores, s.Labels, s.Weights), 1e-12);
    }

    [Fact]
    public void Auc_IntegerWeights_EqualRepeatedRows()
    {
        float[] scores = [0.2f, 0.2f, 0.6f, 0.9f], labels = [0, 1, 0, 1], weights = [2, 1, 3, 2];

        double repeated = PointwiseMetrics.Auc(
            [0.2f, 0.2f, 0.2f, 0.6f, 0.6f, 0.6f, 0.9f, 0.9f], [0, 0, 1, 0, 0, 0, 1, 1]);

        Assert.Equal(repeated, PointwiseMetrics.Auc(scores, labels, weights), 1e-15);
    }

    [Fact]
    public void Compute_RowsShuffled_SameMetrics()
    {
        Sample s = Sample.Draw(400, 12);
        Sample t = s.Reversed();

        PointwiseReport a = PointwiseMetrics.Compute(s.Scores, s.Labels, groups: s.Groups);
        PointwiseReport b = PointwiseMetrics.Compute(t.Scores, t.Labels, groups: t.Groups);

        Assert.Equal(a.Auc, b.Auc);
        Assert.Equal(a.Gauc!.Value.Value, b.Gauc!.Value.Value, 1e-12);
        Assert.Equal(a.LogLoss, b.LogLoss, 1e-12);
        Assert.Equal(a.Ece, b.Ece, 1e-12);
        Assert.Equal(a.Calibration.Bins.Select(bin => bin.Rows), b.Calibration.Bins.Select(bin => bin.Rows));
    }

    [Fact]
    public void Gauc_ManyTies_EqualsPairCounting()
    {
        Sample s = Sample.Draw(300, 5);
        float[] ones = Ones(300);

        GroupedAuc actual = PointwiseMetrics.Gauc(s.Scores, s.Labels, s.Groups);

        Assert.Equal(Reference.Gauc(s.Scores, s.Labels, ones, s.Groups), actual.Value, 1e-12);
        Assert.Equal(300, actual.RowsUsed + actual.RowsLeftOut);
    }

    [Fact]
    public void Gauc_TwoUsableGroups_WeighsThemByImpressions()
    {
        // group 7: 4 rows, AUC 0.75; group 8: 2 rows, AUC 0; group 9: one class; last row: no group
        float[] scores = [0.1f, 0.4f, 0.35f, 0.8f, 0.9f, 0.2f, 0.5f, 0.5f], labels = [0, 0, 1, 1, 0, 1, 1, 0];
        ulong[] groups = [7, 7, 7, 7, 8, 8, 9, 0];

        GroupedAuc actual = PointwiseMetrics.Gauc(scores, labels, groups);

        Assert.Equal(new GroupedAuc((4 * 0.75 + 2 * 0.0) / 6, 2, 1, 6, 2), actual);
        Assert.Equal(0.75, actual.Coverage);
    }

    [Fact]
    public void Gauc_WeightedRows_EqualsPairCounting()
    {
        Sample s = Sample.Draw(300, 5);

        Assert.Equal(
            Reference.Gauc(s.Scores, s.Labels, s.Weights, s.Groups),
            PointwiseMetrics.Gauc(s.Scores, s.Labels, s.Groups, s.Weights).Value, 1e-12);
    }

    [Fact]
    public void Gauc_NoGroupWithBothClasses_IsNaN()
    {
        GroupedAuc actual = PointwiseMetrics.Gauc([0.1f, 0.9f], [0, 1], [1, 2]);

        Assert.True(double.IsNaN(actual.Value));
        Assert.Equal(2, actual.GroupsLeftOut);
    }

    [Fact]
    public void LogLoss_FourRows_EqualsHandComputedValue() =>
        Assert.Equal(
            -(Math.Log(0.9) + Math.Log(0.6) + Math.Log(0.35) + Math.Log(0.8)) / 4, PointwiseMetrics.LogLoss(Scores, Labels), 1e-7);

    [Fact]
    public void Compute_CertainAndWrong_CountsClippedRowAndStaysFinite()
    {
        PointwiseReport report = PointwiseMetrics.Compute([1f, 0.5f], [0, 1]);

        Assert.Equal(1, report.ClippedRows);
        Assert.Equal(-(Math.Log(1e-7) + Math.Log(0.5)) / 2, report.LogLoss, 1e-9);
    }

    [Fact]
    public void Compute_BaseRateEverywhere_HasEntropyOneAndPerfectCalibration()
    {
        float[] labels = [1, 0, 0, 0, 1, 0, 0, 0], scores = [.. labels.Select(_ => 0.25f)];

        PointwiseReport report = PointwiseMetrics.Compute(scores, labels);

        Assert.Equal(1, report.NormalizedEntropy, 1e-12);
        Assert.Equal(1, report.CalibrationRatio, 1e-12);
        Assert.Equal(0, report.Ece, 1e-12);
        Assert.Equal(0.5, report.Auc);
        Assert.Single(report.Calibration.Bins);
    }

    [Fact]
    public void Compute_WeightsAllEqual_ChangeNothing()
    {
        Sample s = Sample.Draw(200, 50);
        float[] sevens = [.. s.Scores.Select(_ => 7f)];

        PointwiseReport plain = PointwiseMetrics.Compute(s.Scores, s.Labels, groups: s.Groups);
        PointwiseReport weighted = PointwiseMetrics.Compute(s.Scores, s.Labels, sevens, s.Groups);

        Assert.Equal(plain.Auc, weighted.Auc, 1e-12);
        Assert.Equal(plain.Gauc!.Value.Value, weighted.Gauc!.Value.Value, 1e-12);
        Assert.Equal(plain.LogLoss, weighted.LogLoss, 1e-12);
        Assert.Equal(plain.NormalizedEntropy, weighted.NormalizedEntropy, 1e-12);
        Assert.Equal(plain.CalibrationRatio, weighted.CalibrationRatio, 1e-12);
        Assert.Equal(plain.Ece, weighted.Ece, 1e-12);
        Assert.Equal(plain.Calibration.Bins[0].WilsonHigh, weighted.Calibration.Bins[0].WilsonHigh, 1e-9);
    }

    private static float[] Ones(int rows) => [.. Enumerable.Repeat(1f, rows)];
}
