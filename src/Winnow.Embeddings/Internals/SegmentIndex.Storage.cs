using System.Runtime.InteropServices;

namespace Winnow.Embeddings;

/// <content>Where buckets live: a segment of up to 64 KiB in one block of its exact size, a larger one in whole pages.</content>
internal sealed unsafe partial class SegmentIndex
{
    private long _unpagedBytes;
    private long _directoryBytes;

    /// <summary>The buckets of one segment.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    internal struct Segment
    {
        internal Bucket** Pages;
        internal uint Buckets;          // homes
        internal uint Tail;             // buckets behind the last home
        internal uint Count;            // entries
        internal int Growth;            // how often the segment grew; decides Buckets

        internal readonly uint Home(uint fingerprint) => (uint)(((ulong)fingerprint * Buckets) >> 32);

        internal readonly Bucket* At(uint bucket) => Pages[bucket / BucketsPerPage] + bucket % BucketsPerPage;

        /// <summary>Puts an entry into the first bucket with room; false if that is the last slot of the last bucket.</summary>
        internal readonly bool TryPlace(uint fingerprint, uint row)
        {
            uint b = Home(fingerprint);
            while (Bucket.IsFull(At(b))) b++;
            Bucket* bucket = At(b);
            int slot = Bucket.Count(bucket);
            if (slot == Bucket.Slots - 1 && b == Buckets + Tail - 1) return false;
            bucket->Fingerprints[slot] = fingerprint;
            bucket->Rows[slot] = row;
            return true;
        }
    }

    /// <summary>Memory beside the buckets: segments, and the page directories of small ones.</summary>
    internal static long OverheadBytes => Segments * (long)(sizeof(Segment) + 2 * sizeof(Bucket*));

    /// <summary>Memory of the buckets of one segment that never had more than <paramref name="entries"/> entries.</summary>
    internal static long BytesFor(uint entries, int segment)
    {
        long buckets = SegmentCapacity.BucketsFor(entries, segment) + 2 * SegmentCapacity.MinimumTail;
        if (buckets <= BucketsPerPage) return buckets * Bucket.Bytes;
        long pages = (buckets + BucketsPerPage - 1) / BucketsPerPage;
        return pages * (PagePool.PageBytes + sizeof(Bucket*));
    }

    private const uint BucketsPerPage = PagePool.PageBytes / Bucket.Bytes;

    private Segment NewSegment(int segment, int growth, uint tail)
    {
        Segment s = new() { Buckets = SegmentCapacity.Buckets(growth, segment), Tail = tail, Growth = growth };
        uint buckets = s.Buckets + tail, pages = (buckets + BucketsPerPage - 1) / BucketsPerPage;
        s.Pages = (Bucket**)NativeMemory.Alloc(pages, (nuint)sizeof(Bucket*));
        _directoryBytes += pages * sizeof(Bucket*);
        if (pages == 1)
        {
            s.Pages[0] = (Bucket*)NativeMemory.AlignedAlloc(buckets * Bucket.Bytes, Bucket.Bytes);
            NativeMemory.Clear(s.Pages[0], buckets * Bucket.Bytes);
            _unpagedBytes += buckets * Bucket.Bytes;
            return s;
        }
        for (uint p = 0; p < pages; p++) s.Pages[p] = (Bucket*)_pages.Rent();
        return s;
    }

    private void Free(ref Segment s)
    {
        uint buckets = s.Buckets + s.Tail, pages = (buckets + BucketsPerPage - 1) / BucketsPerPage;
        if (pages == 1)
        {
            NativeMemory.AlignedFree(s.Pages[0]);
            _unpagedBytes -= buckets * Bucket.Bytes;
        }
        else
        {
            for (uint p = 0; p < pages; p++) _pages.Return((byte*)s.Pages[p]);
        }
        NativeMemory.Free(s.Pages);
        _directoryBytes -= pages * sizeof(Bucket*);
    }

    /// <summary>Moves all entries into new buckets: one pass over both, because homes keep their order.</summary>
    private void Resize(int segment, int growth, uint tail)
    {
        Segment old = _segments[segment], grown = NewSegment(segment, growth, tail);
        for (uint b = 0; b < old.Buckets + old.Tail; b++)
        {
            Bucket* bucket = old.At(b);
            for (int slot = 0; slot < Bucket.Slots && bucket->Rows[slot] != 0; slot++)
            {
                if (grown.TryPlace(bucket->Fingerprints[slot], bucket->Rows[slot])) continue;
                Free(ref grown);
                Resize(segment, growth, tail * 2);
                return;
            }
        }
        grown.Count = old.Count;
        _segments[segment] = grown;
        Free(ref old);
    }
}
