namespace Winnow.Embeddings;

/// <summary>Whom a full segment gives up first: the rarest; of equally rare rows the oldest; of those the one with the lower
/// hash. A total order, so that it does not matter in which order rows are looked at.</summary>
internal static class EvictionOrder
{
    /// <summary>Frequency, halved once for each half-life of age, above youth.</summary>
    internal static uint Worth(uint meta, uint now, long halfLifeTicks)
    {
        uint age = RowMeta.Age(meta, now);
        uint frequency = RowMeta.Frequency(meta) >> (int)Math.Min(31, age / halfLifeTicks);
        return (frequency << RowMeta.TickBits) | (RowMeta.OldestAge - age);
    }

    /// <summary>Moves the <paramref name="count"/> rows of least worth (in <see cref="SegmentRow.Meta"/>) to the front, in no
    /// particular order. Quickselect with the median of three (Hoare, CACM 4(7), 1961): linear on average.</summary>
    internal static void SelectLeast(Span<SegmentRow> rows, int count)
    {
        while (rows.Length > 1 && count > 0 && count < rows.Length)
        {
            SegmentRow pivot = MedianOfThree(rows[0], rows[rows.Length / 2], rows[^1]);
            int low = 0, high = rows.Length - 1;
            while (low <= high)
            {
                while (Precedes(rows[low], pivot)) low++;
                while (Precedes(pivot, rows[high])) high--;
                if (low > high) break;
                (rows[low], rows[high]) = (rows[high], rows[low]);
                low++;
                high--;
            }
            if (count <= high + 1)
            {
                rows = rows[..(high + 1)];
            }
            else if (count >= low)
            {
                rows = rows[low..];
                count -= low;
            }
            else
            {
                return;
            }
        }
    }

    private static bool Precedes(in SegmentRow a, in SegmentRow b) => a.Meta != b.Meta ? a.Meta < b.Meta : a.Hash < b.Hash;

    private static SegmentRow MedianOfThree(in SegmentRow a, in SegmentRow b, in SegmentRow c) =>
        Precedes(a, b)
            ? Precedes(b, c) ? b : Precedes(a, c) ? c : a
            : Precedes(a, c) ? a : Precedes(b, c) ? c : b;
}
