using Winnow.Evaluation.Internals;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.Internals;

public sealed class PoissonCountsTests
{
    [Fact]
    public void FromBits_EveryValue_HasPoissonShares()
    {
        ushort[] bits = [.. Enumerable.Range(0, 65_536).Select(i => (ushort)i)];
        byte[] counts = new byte[bits.Length];

        PoissonCounts.FromBits(bits, counts);

        double factorial = 1;
        for (int k = 0; k <= 8; factorial *= ++k)
            Assert.Equal(65_536 / Math.E / factorial, counts.Count(c => c == k), 1.0);
        Assert.Equal(1.0, counts.Average(c => (double)c), 1e-4);
    }

    [Fact]
    public void FromBits_AnyLength_SameAsOneByOne()
    {
        Random rng = new(1);
        for (int length = 0; length < 200; length++)
        {
            ushort[] bits = [.. Enumerable.Range(0, length).Select(_ => (ushort)rng.Next(65_536))];
            byte[] together = new byte[length], single = new byte[1];
            PoissonCounts.FromBits(bits, together);
            for (int i = 0; i < length; i++)
            {
                PoissonCounts.FromBits(bits.AsSpan(i, 1), single);
                Assert.Equal(single[0], together[i]);
            }
        }
    }

    [Fact]
    public void Draw_LongerSample_StartsWithTheSameCounts()
    {
        byte[] few = new byte[5001], many = new byte[20_000];
        PoissonCounts.Draw(new RandomStream(3, "test"), few);
        PoissonCounts.Draw(new RandomStream(3, "test"), many);

        Assert.Equal(few, many[..5001]);
    }
}
