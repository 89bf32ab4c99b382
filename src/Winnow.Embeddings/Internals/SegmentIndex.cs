using System.Numerics;
using System.Runtime.InteropServices;

namespace Winnow.Embeddings;

/// <summary>From hash to row number: 256 segments by the top bits of the hash, each an open-addressing array of buckets.</summary>
/// <remarks>
/// The home of a hash is ⌊fingerprint · buckets / 2³²⌋; a full bucket overflows into the next one. So
/// <list type="bullet">
/// <item>a bucket says all that growth and removal need to know: neither touches a row;</item>
/// <item>buckets lie almost in hash order, so that growth is one pass from left to right, and so is a snapshot;</item>
/// <item>a few spare buckets behind the last home take its overflow, so that nothing wraps around. The very last bucket is
/// never full, so that every search ends.</item>
/// </list>
/// Segments grow by 1.25 at 85 % load from capacities staggered between 1 and 1.25: at any moment some segment is about to
/// grow, no two thirds of them ever do together, and the mean load stays near 76 % (10.5 bytes a row).
/// </remarks>
internal sealed unsafe partial class SegmentIndex : IDisposable
{
    internal const int Segments = 256;

    private readonly PagePool _pages = new();
    private Segment* _segments;

    internal SegmentIndex()
    {
        _segments = (Segment*)NativeMemory.AllocZeroed(Segments, (nuint)sizeof(Segment));
        for (int s = 0; s < Segments; s++) _segments[s] = NewSegment(s, growth: 0, SegmentCapacity.MinimumTail);
    }

    /// <summary>Number of entries in one segment.</summary>
    internal uint Count(int segment) => _segments[segment].Count;

    /// <summary>Memory taken from the system, including <see cref="FreeBytes"/>.</summary>
    internal long TotalBytes => Segments * (long)sizeof(Segment) + _unpagedBytes + _directoryBytes + _pages.TotalBytes;

    /// <summary>Pages kept for the growth of some segment.</summary>
    internal long FreeBytes => _pages.FreeBytes;

    /// <summary>How to find buckets, for loops that must not look it up in this object again and again. Valid until it is
    /// disposed of.</summary>
    internal BucketAddresses Addresses => new(_segments);

    /// <summary>The bucket <paramref name="distance"/> steps behind the home of <paramref name="hash"/>.</summary>
    internal Bucket* At(ulong hash, uint distance = 0) => Addresses.At(hash, distance);

    /// <summary>Adds an entry; <paramref name="row"/> must not be 0 and no entry may have it yet.</summary>
    internal void Insert(ulong hash, uint row)
    {
        int s = KeyHash.Segment(hash);
        Segment* segment = _segments + s;
        if (segment->Count >= SegmentCapacity.Limit(segment->Buckets)) Resize(s, segment->Growth + 1, segment->Tail);
        while (!segment->TryPlace(KeyHash.Fingerprint(hash), row)) Resize(s, segment->Growth, segment->Tail * 2);
        segment->Count++;
    }

    /// <summary>Makes room for so many entries at once. Without it, entries that come in hash order would all crowd into the
    /// first buckets of a segment that is still small.</summary>
    internal void Reserve(int segment, uint entries)
    {
        int growth = _segments[segment].Growth;
        while (SegmentCapacity.Limit(SegmentCapacity.Buckets(growth, segment)) < entries) growth++;
        if (growth != _segments[segment].Growth) Resize(segment, growth, _segments[segment].Tail);
    }

    /// <summary>Gives the entry of <paramref name="row"/> another row number.</summary>
    internal void Renumber(ulong hash, uint row, uint newRow)
    {
        Segment* segment = _segments + KeyHash.Segment(hash);
        Bucket* bucket = segment->At(Find(segment, KeyHash.Fingerprint(hash), row, out int slot));
        bucket->Rows[slot] = newRow;
    }

    /// <summary>Removes the entry of <paramref name="row"/>, closing the gap by shifting later entries back.</summary>
    internal void Remove(ulong hash, uint row)
    {
        int s = KeyHash.Segment(hash);
        Segment* segment = _segments + s;
        uint hole = Find(segment, KeyHash.Fingerprint(hash), row, out int slot);
        while (true)
        {
            Bucket* bucket = segment->At(hole);
            bool wasFull = Bucket.IsFull(bucket);
            Bucket.RemoveAt(bucket, slot);
            if (!wasFull || !FindOverflowed(segment, hole, out uint from, out slot)) break;
            Bucket* source = segment->At(from);
            bucket->Fingerprints[Bucket.Slots - 1] = source->Fingerprints[slot];
            bucket->Rows[Bucket.Slots - 1] = source->Rows[slot];
            hole = from;
        }
        segment->Count--;
        int smaller = SegmentCapacity.ShrinkTo(segment->Growth, segment->Buckets, segment->Count);
        if (smaller != segment->Growth) Resize(s, smaller, SegmentCapacity.MinimumTail);
    }

    /// <summary>Writes the row numbers of one segment, nearly in hash order.</summary>
    /// <param name="segment">In [0, 256).</param>
    /// <param name="rows">Room for <see cref="Count"/> numbers.</param>
    internal void CopyRows(int segment, uint* rows)
    {
        Segment* s = _segments + segment;
        for (uint b = 0; b < s->Buckets + s->Tail; b++)
        {
            Bucket* bucket = s->At(b);
            for (int slot = 0; slot < Bucket.Slots && bucket->Rows[slot] != 0; slot++) *rows++ = bucket->Rows[slot];
        }
    }

    public void Dispose()
    {
        if (_segments is null) return;
        for (int s = 0; s < Segments; s++) Free(ref _segments[s]);
        NativeMemory.Free(_segments);
        _segments = null;
        _pages.Dispose();
    }

    private static uint Find(Segment* segment, uint fingerprint, uint row, out int slot)
    {
        for (uint b = segment->Home(fingerprint); ; b++)
        {
            Bucket* bucket = segment->At(b);
            for (uint found = Bucket.Matches(bucket, fingerprint); found != 0; found &= found - 1)
            {
                slot = BitOperations.TrailingZeroCount(found);
                if (bucket->Rows[slot] == row) return b;
            }
            if (!Bucket.IsFull(bucket)) Throw.IndexLost(row);
        }
    }

    /// <summary>The first entry behind <paramref name="hole"/> that would rather be there: its home is at or before the hole.
    /// Entries overflow through full buckets only, so the search ends with the first that has room.</summary>
    private static bool FindOverflowed(Segment* segment, uint hole, out uint from, out int slot)
    {
        for (from = hole + 1; from < segment->Buckets + segment->Tail; from++)
        {
            Bucket* bucket = segment->At(from);
            for (slot = 0; slot < Bucket.Slots && bucket->Rows[slot] != 0; slot++)
                if (segment->Home(bucket->Fingerprints[slot]) <= hole) return true;
            if (!Bucket.IsFull(bucket)) break;
        }
        slot = 0;
        return false;
    }
}
