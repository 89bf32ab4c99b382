using Winnow.Numerics;

namespace Winnow.Data.Tests.Profiles;

public sealed class HyperLogLogTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(40_000)]
    [InlineData(1_000_000)]
    public void Estimate_AnyCardinality_StaysInsideFourStandardErrors(int distinct)
    {
        HyperLogLog sketch = new();
        RandomStream random = new(1, "values");
        for (int repeat = 0; repeat < 2; repeat++)
            for (int i = 0; i < distinct; i++) sketch.Add(random.UInt64((ulong)i));
        double bound = 4 * 1.04 / Math.Sqrt(1 << 14) * distinct;
        Assert.InRange(sketch.Estimate(), distinct - bound, distinct + bound);
    }
}
