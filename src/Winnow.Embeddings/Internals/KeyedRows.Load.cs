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

    /// <summary>Adds a row as it is; look-ups find it only after <see cref="TryIndexAll"/>.</summary>
    internal void AppendUnindexed(byte* row)
    {
        byte* target = At(_rows.Append());
        Buffer.MemoryCopy(row, target, Layout.Stride, Layout.Stride);
    }

    /// <summary>Indexes all rows, none being indexed yet; false if a key has two.</summary>
    internal bool TryIndexAll()
    {
        ReserveForAll();
        for (uint row = 1; row <= Count; row++)
        {
            ulong key = KeyOf(At(row)), hash = KeyHash.Of(key);
            if (Find(key) != 0) return false;
            _index.Insert(hash, row);
        }
        return true;
    }

    /// <summary>Takes over all rows of another store, this one being empty.</summary>
    internal void CopyFrom(KeyedRows other)
    {
        for (uint row = 1; row <= other.Count; row++) AppendUnindexed(other.At(row));
        ReserveForAll();
        for (uint row = 1; row <= Count; row++) _index.Insert(KeyHash.Of(KeyOf(At(row))), row);
    }

    private void ReserveForAll()
    {
        uint* counts = stackalloc uint[SegmentIndex.Segments];
        new Span<uint>(counts, SegmentIndex.Segments).Clear();
        for (uint row = 1; row <= Count; row++) counts[KeyHash.Segment(KeyHash.Of(KeyOf(At(row))))]++;
        for (int segment = 0; segment < SegmentIndex.Segments; segment++) _index.Reserve(segment, counts[segment]);
    }
}
