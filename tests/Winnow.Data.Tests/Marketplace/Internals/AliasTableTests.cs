using Winnow.Data.Marketplace.Internals;

namespace Winnow.Data.Tests.Marketplace.Internals;

public sealed class AliasTableTests
{
    [Fact]
    public void Draw_EveryKindOfWeight_HasItsShare()
    {
        double[] weights = [5, 0, 1, 0.001, 2, 0, 17];
        AliasTable table = new(weights);
        long[] counts = new long[weights.Length];
        const long Steps = 700_000;

        for (long i = 0; i < Steps; i++) counts[table.Draw((ulong)i * (ulong.MaxValue / Steps))]++;        // an even grid

        for (int k = 0; k < weights.Length; k++) Assert.Equal(weights[k] / weights.Sum(), (double)counts[k] / Steps, 2e-4);
        Assert.Equal(0, counts[1] + counts[5]);
    }

    [Fact]
    public void Draw_SingleWeight_IsAlwaysIt() => Assert.Equal(0, new AliasTable([0.3]).Draw(ulong.MaxValue));
}
