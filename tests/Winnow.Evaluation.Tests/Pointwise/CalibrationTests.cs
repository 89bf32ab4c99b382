namespace Winnow.Evaluation.Tests.Pointwise;

public sealed class CalibrationTests
{
    [Fact]
    public void Calibration_TwoBins_EqualsHandComputedValue()
    {
        float[] scores = [0.1f, 0.2f, 0.6f, 0.8f], labels = [0, 1, 1, 1];

        CalibrationCurve curve = PointwiseMetrics.Compute(scores, labels, options: new() { CalibrationBins = 2 }).Calibration;

        Assert.Equal(2, curve.Bins.Count);
        Assert.Equal(0.15, curve.Bins[0].MeanScore, 1e-7);
        Assert.Equal(0.5, curve.Bins[0].PositiveRate);
        Assert.Equal(0.5 * 0.35 + 0.5 * 0.3, curve.ExpectedError, 1e-7);
        Assert.Equal(0.35, curve.LargestError, 1e-7);
    }

    [Fact]
    public void Calibration_DistinctScores_FillsBinsEvenly()
    {
        Sample s = Sample.Draw(1000, 1 << 22);

        CalibrationCurve curve = PointwiseMetrics.Compute(s.Scores, s.Labels).Calibration;

        Assert.Equal(20, curve.Bins.Count);
        Assert.All(curve.Bins, bin => Assert.InRange(bin.Rows, 49, 51));
        Assert.Equal(1000, curve.Bins.Sum(bin => bin.Rows));
    }

    [Fact]
    public void Calibration_EqualScores_StayInOneBin()
    {
        Sample s = Sample.Draw(1000, 3);

        CalibrationCurve curve = PointwiseMetrics.Compute(s.Scores, s.Labels).Calibration;

        Assert.Equal(3, curve.Bins.Count);
        Assert.All(curve.Bins, bin => Assert.Equal(bin.LowestScore, bin.HighestScore));
    }

    [Fact]
    public void Calibration_ZeroWeightRowsAtTheEnd_AreNotABin()
    {
        CalibrationCurve curve = PointwiseMetrics.Compute([0.1f, 0.2f, 0.9f], [0, 1, 1], [1, 1, 0]).Calibration;

        Assert.Equal(2, curve.Bins.Count);
        Assert.Equal(2, curve.Bins.Sum(bin => bin.Weight));
    }

    [Fact]
    public void Wilson_81Of263_EqualsPublishedValue()                     // Newcombe 1998, table I method 3: 81/263
    {
        (double low, double high) = WilsonInterval.Of(81.0 / 263, 263);

        Assert.Equal(0.2553, low, 4);
        Assert.Equal(0.3662, high, 4);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Wilson_AllOrNothing_StaysInsideUnitIntervalAndHasWidth(double share)
    {
        (double low, double high) = WilsonInterval.Of(share, 10);

        Assert.True(low >= 0 && high <= 1 && high - low > 0.2);
    }
}
