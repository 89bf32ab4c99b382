using System.Runtime.CompilerServices;

namespace Winnow.Embeddings;

/// <content>Loading rows that come in hash order: a whole segment is stored first and then indexed, its size being known.</content>
internal sealed unsafe partial class KeyedRows
{
    private uint _unindexed;            // rows at the end that the index does not know yet; 0 except while loading

    /// <summary>Adds the row of a key whose hash is above all others; its payload is unspecified. Look-ups find it only after
    /// <see cref="IndexAppended"/>.</summary>
    internal byte* AppendInHashOrder(ulong key, uint meta)
    {
        if (_unindexed > 0 && KeyHash.Segment(KeyHash.Of(KeyOf(At(Count)))) != KeyHash.Segment(KeyHash.Of(key))) IndexAppended();
        byte* row = At(_rows.Append());
        Unsafe.WriteUnaligned(row + _keyOffset, key);
        SetMeta(row, meta);
        _unindexed++;
        return row;
    }

    /// <summary>Indexes the rows appended, which are all of one segment.</summary>
    internal void IndexAppended()
    {
        if (_unindexed == 0) return;
        Reserve(KeyHash.Segment(KeyHash.Of(KeyOf(At(Count)))), _unindexed);
        for (uint row = Count - _unindexed + 1; row <= Count; row++) _index.Insert(KeyHash.Of(KeyOf(At(row))), row);
        _unindexed = 0;
    }

    /// <summary>Makes room in the index for so many more rows of a segment.</summary>
    internal void Reserve(int segment, uint more) => _index.Reserve(segment, SegmentCount(segment) + more);
}
