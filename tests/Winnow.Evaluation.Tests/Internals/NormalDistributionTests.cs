using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation.Tests.Internals;

public sealed class NormalDistributionTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.0, 0.15865525393145707)]
    [InlineData(1.959963984540054, 0.025)]
    [InlineData(3.0, 0.0013498980316300946)]
    [InlineData(6.0, 9.865876450376981e-10)]
    public void UpperTail_TabulatedPoint_EqualsTable(double z, double expected) =>
        Assert.Equal(1, NormalDistribution.UpperTail(z) / expected, 1e-8);

    [Fact]
    public void UpperTail_WhereSeriesMeetsFraction_IsContinuous() =>
        Assert.Equal(1, NormalDistribution.UpperTail(Math.BitDecrement(3)) / NormalDistribution.UpperTail(3), 1e-12);

    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(1, 0, 0.0)]
    [InlineData(double.NaN, 1, double.NaN)]
    public void TwoSidedPValue_NoSpread_IsOneOrZero(double value, double error, double expected) =>
        Assert.Equal(expected, NormalDistribution.TwoSidedPValue(value, error));
}
