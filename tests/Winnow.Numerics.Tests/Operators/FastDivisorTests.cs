namespace Winnow.Numerics.Tests;

public sealed class FastDivisorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(26)]
    [InlineData(64)]
    [InlineData(641)]
    [InlineData(65_537)]
    [InlineData(int.MaxValue)]
    public void Divide_AroundMultiplesAndAtTheEnds_EqualsDivision(int divisor)
    {
        FastDivisor fast = new(divisor);
        for (long multiple = 0; multiple <= int.MaxValue; multiple += Math.Max(divisor, 1_000_003L / divisor * divisor))
            for (long n = Math.Max(0, multiple - 2); n <= Math.Min(int.MaxValue, multiple + 2); n++)
                Assert.Equal((int)n / divisor, fast.Divide((int)n));
        Assert.Equal(int.MaxValue / divisor, fast.Divide(int.MaxValue));
    }
}
