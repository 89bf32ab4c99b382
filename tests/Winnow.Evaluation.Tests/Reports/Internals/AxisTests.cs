using Winnow.Evaluation.Reports.Internals;

namespace Winnow.Evaluation.Tests.Reports.Internals;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0.7423, 0.7797, "0.74 0.75 0.76 0.77 0.78")]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-0.04, 0.05, "−0.04 −0.02 0.00 0.02 0.04 0.06")]
    [InlineData(0, 4321, "0 1,000 2,000 3,000 4,000 5,000")]
    [InlineData(0.5, 0.6, "0.50 0.52 0.54 0.56 0.58 0.60")]
    [InlineData(0.7, 0.825, "0.700 0.725 0.750 0.775 0.800 0.825")]
    public void Nice_AnyRange_HasRoundTicksAroundIt(double low, double high, string labels) =>
        Assert.Equal(labels, string.Join(' ', Axis.Nice(low, high, 0, 100, 5).Ticks.Select(t => t.Label)));

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    [InlineData(-3)]
    public void Nice_SingleValue_StaysInside(double value)
    {
        Axis axis = Axis.Nice(value, value, 0, 100, 5);
        Assert.InRange(axis.At(value), 0, 100);
        Assert.True(axis.Ticks.Count >= 2);
    }

    [Fact]
    public void Tight_Range_EndsWhereTheValuesDo()
    {
        Axis axis = Axis.Tight(0.13, 0.98, 0, 100, 4);
        Assert.Equal((0.0, 100.0), (axis.At(0.13), axis.At(0.98)));
        Assert.Equal("0.25 0.50 0.75", string.Join(' ', axis.Ticks.Select(t => t.Label)));
    }

    [Fact]
    public void LogOdds_EitherDirection_HasTicksFarEnoughApart()
    {
        foreach ((double from, double to) in ((double, double)[])[(0, 250), (250, 0)])
        {
            Axis axis = Axis.LogOdds(-6, 2, from, to);
            double[] at = [.. axis.Ticks.Select(t => axis.At(t.Value)).Order()];
            Assert.True(at.Length >= 4);
            Assert.All(at.Zip(at.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 34));
        }
    }
}
