using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

public sealed unsafe class SegmentIndexTests
{
    [Theory]
    [InlineData(1, 500, 0.5)]
    [InlineData(2, 20_000, 0.55)]
    [InlineData(3, 400_000, 0.9)]
    [InlineData(4, 60_000, 0.48)]
    public void KeyedRows_RandomInsertsAndRemovals_AgreeWithADictionary(int seed, int operations, double insertShare)
    {
        Random random = new(seed);
        using KeyedRows rows = new(RowLayout.KeyOnly);
        Dictionary<ulong, uint> model = [];
        List<ulong> live = [];
        for (uint i = 0; i < operations; i++)
        {
            if (live.Count == 0 || random.NextDouble() < insertShare)
            {
                ulong key = (ulong)random.NextInt64(1, long.MaxValue);
                if (!model.TryAdd(key, i)) continue;
                live.Add(key);
                rows.Add(key, i);
            }
            else
            {
                int at = random.Next(live.Count);
                Assert.True(rows.Remove(live[at]));
                model.Remove(live[at]);
                live[at] = live[^1];
                live.RemoveAt(live.Count - 1);
            }
        }
        Assert.Equal((uint)model.Count, rows.Count);
        foreach ((ulong key, uint meta) in model)
        {
            uint row = rows.Find(key);
            Assert.NotEqual(0u, row);
            Assert.Equal(meta, rows.MetaOf(rows.At(row)));
        }
        Assert.Equal(0u, rows.Find((ulong)long.MaxValue + 5));
    }

    [Fact]
    public void KeyedRows_KeysThatShareOneHome_AreAllFound()
    {
        // Hashes chosen so that segment and fingerprint are all equal, at the upper end: the worst case for overflow.
        using KeyedRows rows = new(RowLayout.KeyOnly);
        ulong[] keys = [.. Enumerable.Range(0, 3000).Select(i => KeyHash.KeyOf(0xFFFF_FFFF_FF00_0000 | (uint)i))];
        foreach (ulong key in keys) rows.Add(key, 1);

        Assert.All(keys, key => Assert.NotEqual(0u, rows.Find(key)));
        foreach (ulong key in keys[..2500]) Assert.True(rows.Remove(key));
        Assert.All(keys[..2500], key => Assert.Equal(0u, rows.Find(key)));
        Assert.All(keys[2500..], key => Assert.NotEqual(0u, rows.Find(key)));
    }

    [Fact]
    public void GatherInHashOrder_AnyHistory_ListsEachRowOnceInOrder()
    {
        using KeyedRows rows = new(RowLayout.KeyOnly);
        for (ulong key = 1; key <= 100_000; key++) rows.Add(key, 0);
        for (ulong key = 1; key <= 100_000; key += 3) rows.Remove(key);
        using NativeList<SegmentRow> list = new();
        ulong last = 0;
        int count = 0;
        for (int segment = 0; segment < SegmentIndex.Segments; segment++)
        {
            rows.GatherInHashOrder(segment, list);
            foreach (SegmentRow row in list.Span)
            {
                Assert.True(row.Hash > last);
                Assert.Equal(segment, KeyHash.Segment(row.Hash));
                last = row.Hash;
                count++;
            }
        }
        Assert.Equal(rows.Count, (uint)count);
    }

    [Fact]
    public void Pull_ManyNewKeysInHashOrder_PlacesThemNearTheirHomes()
    {
        // Without room made first, the keys of a segment would form long runs of full buckets.
        ulong[] keys = [.. Enumerable.Range(1, 400_000).Select(i => (ulong)i).OrderBy(KeyHash.Of)];
        using EmbeddingTable<SparseSgd> table = new(new() { Dimension = 1 }, new SparseSgd(new()), 0.1f, Winnow.Numerics.WorkerTeam.Single);
        float[] block = new float[keys.Length];
        fixed (float* data = block) table.Pull(keys, new int[keys.Length], new(data, keys.Length, 1), PullMode.Training);

        int far = 0;
        foreach (ulong key in keys)
        {
            ulong hash = KeyHash.Of(key);
            uint row = table.Rows.Find(key), distance = 0;
            while (!new Span<uint>(table.Rows.Index.At(hash, distance)->Rows, Bucket.Slots).Contains(row)) distance++;
            far = Math.Max(far, (int)distance);
        }
        Assert.Equal(keys.Length, table.Count);
        Assert.InRange(far, 0, 40);
    }

    [Fact]
    public void Index_OneMillionRows_TakesAboutTenBytesARow()
    {
        using KeyedRows rows = new(RowLayout.KeyOnly);
        double worst = 0, sum = 0;
        int samples = 0;
        for (ulong key = 1; key <= 1_000_000; key++)
        {
            rows.Add(key, 0);
            if (key < 100_000 || key % 10_000 != 0) continue;
            double bytes = rows.IndexBytes / (double)key;
            worst = Math.Max(worst, bytes);
            sum += bytes;
            samples++;
        }
        Assert.InRange(sum / samples, 8, 11.5);
        Assert.InRange(worst, 8, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1UL << 8)]
    [InlineData(1UL << 24)]
    [InlineData(1UL << 32)]
    [InlineData(0x1_0001_0001)]
    public void Hash_RegularKeys_SpreadOverSegmentsLikeRandomOnes(ulong stride)
    {
        const int Keys = 256 * 1000;
        int[] counts = new int[256];
        for (ulong i = 1; i <= Keys; i++) counts[KeyHash.Segment(KeyHash.Of(i * stride))]++;

        double chiSquare = counts.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000);

        Assert.InRange(chiSquare, 0, 255 + 6 * Math.Sqrt(2 * 255));     // six deviations above the mean; below is harmless
    }

    [Fact]
    public void KeyOf_HashOfAnyKey_IsTheKey()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            ulong key = (ulong)random.NextInt64();
            Assert.Equal(key, KeyHash.KeyOf(KeyHash.Of(key)));
        }
    }
}
