namespace Winnow.Evaluation.Tests.Pointwise;

public sealed class BadInputTests
{
    private static readonly float[] Good = [0.2f, 0.7f, 0.4f];
    private static readonly float[] Labels = [0, 1, 0];

    [Fact]
    public void Compute_NoRows_SaysSo()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute([], []));
        Assert.Contains("No rows", e.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Auc_ScoreNotFinite_NamesRowAndCount(float bad)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => PointwiseMetrics.Auc([0.2f, bad, bad], Labels));
        Assert.Contains("2 scores are NaN or infinite, the first in row 1", e.Message);
    }

    [Theory]
    [InlineData(-0.001f)]
    [InlineData(1.001f)]
    public void Compute_ScoreOutsideUnitInterval_NamesRow(float bad)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute([0.2f, 0.5f, bad], Labels));
        Assert.Contains("in row 2", e.Message);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    public void Compute_LabelNotBinary_NamesRow(float bad)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute(Good, [0, bad, 1]));
        Assert.Contains("row 1", e.Message);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Compute_BadWeight_NamesRow(float bad)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute(Good, Labels, [1, 1, bad]));
        Assert.Contains("row 2", e.Message);
    }

    [Fact]
    public void Compute_AllWeightsZero_IsRefused() =>
        Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute(Good, Labels, [0, 0, 0]));

    [Fact]
    public void Compute_LengthsDiffer_NamesTheArgument()
    {
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute(Good, [0, 1])).ParamName);
        Assert.Equal("weights", Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute(Good, Labels, [1])).ParamName);
        Assert.Equal("groups", Assert.Throws<ArgumentException>(() => PointwiseMetrics.Compute(Good, Labels, default, [1])).ParamName);
    }

    [Theory]
    [InlineData(0f, "label 1")]
    [InlineData(1f, "label 0")]
    public void Compute_OneClassOnly_HasNoAucAndSaysWhy(float label, string missing)
    {
        PointwiseReport report = PointwiseMetrics.Compute(Good, [label, label, label]);

        Assert.True(double.IsNaN(report.Auc));
        Assert.Contains(missing, report.AucMissingReason);
        Assert.True(double.IsNaN(report.NormalizedEntropy));
        Assert.True(double.IsFinite(report.LogLoss));
    }

    [Fact]
    public void Compute_OptionsOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => PointwiseMetrics.Compute(Good, Labels, options: new() { CalibrationBins = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PointwiseMetrics.Compute(Good, Labels, options: new() { Epsilon = 0 }));
    }
}
