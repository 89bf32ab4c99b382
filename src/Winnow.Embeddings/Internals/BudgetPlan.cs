namespace Winnow.Embeddings;

/// <summary>How a byte budget becomes a limit of rows for each segment of the index, and when a segment gives up rows.</summary>
/// <remarks>A segment never exceeds its limit: new keys are refused for the rest of that step. To make that rare it gives up
/// rows between steps once it comes near: 1/32 of its limit at a time, at marks that differ from segment to segment, so that
/// only a few segments are swept in any one step.</remarks>
internal readonly struct BudgetPlan
{
    private const int WaitingShare = 8, LogShare = 64;
    private const int Margin = 64, Spread = 32, Portion = 32;
    private const uint LeastRows = 2, LeastWaiting = 8;      // of a segment; below that, eviction has no choice
    private const long FixedBytes = 4096;

    internal BudgetPlan(EmbeddingTableOptions options, RowLayout layout)
    {
        RemovalLogCapacity = options.RemovalLogCapacity;
        RowsPerSegment = WaitingPerSegment = uint.MaxValue;
        if (options.BudgetBytes == 0) return;
        RemovalLogCapacity = (int)Math.Min(RemovalLogCapacity, options.BudgetBytes / LogShare / sizeof(ulong));
        int keyStride = RowLayout.KeyOnly.Stride;
        bool waits = options.AdmissionThreshold > 1;
        long waiting = waits ? Math.Max(options.BudgetBytes / WaitingShare, BytesFor(keyStride, LeastWaiting)) : BytesFor(keyStride, 0);
        long rows = options.BudgetBytes - RemovalLogCapacity * (long)sizeof(ulong) - waiting - FixedBytes;
        RowsPerSegment = MostRows(layout.Stride, rows);
        WaitingPerSegment = waits ? MostRows(keyStride, waiting) : 0;
        if (RowsPerSegment < LeastRows) Throw.BudgetTooSmall(options, (BytesFor(layout.Stride, LeastRows) + waiting + FixedBytes) * LogShare / (LogShare - 1) + 1);
    }

    /// <summary>Most rows of a segment.</summary>
    internal uint RowsPerSegment { get; }

    /// <summary>Most waiting keys of a segment.</summary>
    internal uint WaitingPerSegment { get; }

    internal int RemovalLogCapacity { get; }

    /// <summary>The number of rows above which a segment gives some up between two steps.</summary>
    internal static uint High(uint limit, int segment)
    {
        uint phase = (uint)((ulong)limit * ReverseBits(segment) / (256 * Spread));
        return limit - Math.Min(limit - 1, limit / Margin + 1 + phase);
    }

    /// <summary>How many rows it keeps then.</summary>
    internal static uint Low(uint limit, int segment)
    {
        uint high = High(limit, segment);
        return high - Math.Min(high, limit / Portion + 1);
    }

    /// <summary>Bytes that rows of this stride and their index can take with up to <paramref name="rowsPerSegment"/> rows in
    /// each segment: capacities, spare slab, one segment being copied, rounding up to blocks.</summary>
    internal static long BytesFor(int stride, uint rowsPerSegment)
    {
        long index = 0, pages = 0, largest = 0;
        for (int segment = 0; segment < SegmentIndex.Segments; segment++)
        {
            long bytes = SegmentIndex.BytesFor(rowsPerSegment, segment);
            largest = Math.Max(largest, bytes);
            if (bytes > PagePool.PageBytes) pages += bytes;
            else index += bytes;
        }
        if (largest > PagePool.PageBytes) pages += largest + PagePool.BlockBytes;
        else index += largest;
        return index + pages + SegmentIndex.OverheadBytes + RowStore.BytesFor(stride, (long)rowsPerSegment * SegmentIndex.Segments);
    }

    private static uint MostRows(int stride, long bytes)
    {
        uint low = 0, high = int.MaxValue / SegmentIndex.Segments;
        while (low < high)
        {
            uint middle = low + (high - low + 1) / 2;
            if (BytesFor(stride, middle) <= bytes) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static uint ReverseBits(int segment)
    {
        uint reversed = 0;
        for (int bit = 0; bit < 8; bit++) reversed |= (((uint)segment >> bit) & 1) << (7 - bit);
        return reversed;
    }
}
