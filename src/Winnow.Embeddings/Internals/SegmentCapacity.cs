namespace Winnow.Embeddings;

/// <summary>How many buckets a segment has after so many growths, and when it grows or shrinks. Integer arithmetic, so that
/// a byte budget means the same on every machine.</summary>
internal static class SegmentCapacity
{
    /// <summary>Buckets behind the last home; doubled on the rare occasion that they do not suffice.</summary>
    internal const uint MinimumTail = 2;

    private static readonly uint[] s_sizes = Sizes();

    /// <summary>1.25^growth, rounded and strictly increasing, times 1 + segment / 1024: the phase that keeps segments from
    /// growing together.</summary>
    internal static uint Buckets(int growth, int segment) => (uint)((ulong)s_sizes[growth] * (1024 + (uint)segment) / 1024);

    /// <summary>Entries at which a segment of so many buckets grows: 85 % of its slots.</summary>
    internal static uint Limit(uint buckets) => (uint)((ulong)buckets * Bucket.Slots * 85 / 100);

    /// <summary>The growth to fall back to when only <paramref name="count"/> entries are left: below 40 % load, two steps,
    /// which brings it to 63 %, away from both thresholds.</summary>
    internal static int ShrinkTo(int growth, uint buckets, uint count) =>
        growth >= 2 && (ulong)count * 5 < (ulong)buckets * Bucket.Slots * 2 ? growth - 2 : growth;

    /// <summary>Buckets of a segment that was filled, one by one, with so many entries; its tail excluded.</summary>
    internal static uint BucketsFor(uint entries, int segment)
    {
        int growth = 0;
        while (Limit(Buckets(growth, segment)) < entries) growth++;
        return Buckets(growth, segment);
    }

    private static uint[] Sizes()
    {
        List<uint> sizes = [1];
        while (sizes[^1] < 1u << 29) sizes.Add(Math.Max(sizes[^1] + 1, (uint)(sizes[^1] * 5UL / 4)));
        return [.. sizes];
    }
}
