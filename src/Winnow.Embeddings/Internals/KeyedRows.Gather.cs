namespace Winnow.Embeddings;

/// <content>All rows of one segment, in the order of the index or of the hash.</content>
internal sealed unsafe partial class KeyedRows
{
    private const int PrefetchAhead = 24;

    private readonly NativeList<uint> _numbers = new();

    /// <summary>Lists the rows of a segment, nearly in hash order.</summary>
    internal void Gather(int segment, NativeList<SegmentRow> target)
    {
        int count = (int)SegmentCount(segment);
        _numbers.Resize(count);
        target.Resize(count);
        uint* numbers = _numbers.Pointer;
        _index.CopyRows(segment, numbers);
        for (int i = 0; i < Math.Min(PrefetchAhead, count); i++) Prefetch(At(numbers[i]) + Layout.KeyOffset);
        for (int i = 0; i < count; i++)
        {
            if (i + PrefetchAhead < count) Prefetch(At(numbers[i + PrefetchAhead]) + Layout.KeyOffset);
            byte* row = At(numbers[i]);
            target[i] = new() { Hash = KeyHash.Of(KeyOf(row)), Row = numbers[i], Meta = MetaOf(row) };
        }
    }

    /// <summary>Lists the rows of a segment in hash order.</summary>
    internal void GatherInHashOrder(int segment, NativeList<SegmentRow> target)
    {
        Gather(segment, target);
        SortNearlySorted(target.Span);
    }

    /// <summary>Insertion sort, which is linear here: an entry lies only as far from its place as its bucket overflowed.
    /// Keys made to overflow without end are sorted in the general way.</summary>
    private static void SortNearlySorted(Span<SegmentRow> rows)
    {
        long movesLeft = 64L * rows.Length;
        for (int i = 1; i < rows.Length; i++)
        {
            SegmentRow row = rows[i];
            int at = i;
            for (; at > 0 && rows[at - 1].Hash > row.Hash; at--) rows[at] = rows[at - 1];
            rows[at] = row;
            movesLeft -= i - at;
            if (movesLeft >= 0) continue;
            rows.Sort(static (a, b) => a.Hash.CompareTo(b.Hash));
            return;
        }
    }
}
