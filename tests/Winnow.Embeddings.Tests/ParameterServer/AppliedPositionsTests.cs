using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

/// <summary>The ledger against a set of all positions.</summary>
public sealed class AppliedPositionsTests
{
    [Fact]
    public void Contains_RandomOrderWithinTheWindow_IsWhatASetSays()
    {
        using AppliedPositions ledger = new();
        HashSet<(ulong, long)> set = [];
        Random random = new(3);
        for (int i = 0; i < 200_000; i++)
        {
            ulong source = (ulong)random.Next(3);
            long position = ledger.Watermark(source) + (random.Next(50) == 0 ? random.Next(AppliedPositions.Window) : random.Next(200));
            Assert.Equal(set.Contains((source, position)), ledger.Contains(source, position));
            if (set.Add((source, position))) ledger.Mark(source, position, 1, 1, out _);
            Assert.True(ledger.Contains(source, position));
        }
        for (ulong source = 0; source < 3; source++)
        {
            long watermark = 0;
            while (set.Contains((source, watermark))) watermark++;
            Assert.Equal(watermark, ledger.Watermark(source));
            Assert.True(watermark > 1000);
        }
    }

    [Fact]
    public void Mark_MoreRunsThanAreKept_ForgetsTheOneUnusedForLongest()
    {
        using AppliedPositions ledger = new();
        for (ulong source = 0; source < AppliedPositions.MostSources; source++) ledger.Mark(source, 0, 1, 1, out _);
        ledger.Mark(0, 1, 1, 1, out _);

        ledger.Mark(1000, 0, 1, 1, out ulong? forgotten);

        Assert.Equal(1UL, forgotten);
        Assert.Equal(AppliedPositions.MostSources, ledger.Sources);
        Assert.False(ledger.Contains(1, 0));
        Assert.True(ledger.Contains(0, 1));
    }
}
