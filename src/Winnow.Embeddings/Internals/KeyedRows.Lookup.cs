using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Embeddings;

/// <content>Look-ups: one at a time, and in waves that keep many cache misses in flight.</content>
internal sealed unsafe partial class KeyedRows
{
    /// <summary>Keys of one wave: enough misses to fill the line-fill buffers, few enough to stay in the first-level cache.</summary>
    internal const int WaveKeys = 64;

    private const int LineBytes = 64;
    private const int MostLinesPrefetched = 8;

    /// <summary>The row of <paramref name="key"/>, 0 if there is none.</summary>
    internal uint Find(ulong key)
    {
        ulong hash = KeyHash.Of(key);
        uint fingerprint = KeyHash.Fingerprint(hash);
        for (uint distance = 0; ; distance++)
        {
            Bucket* bucket = _index.At(hash, distance);
            for (uint found = Bucket.Matches(bucket, fingerprint); found != 0; found &= found - 1)
            {
                uint row = bucket->Rows[BitOperations.TrailingZeroCount(found)];
                if (row != 0 && KeyOf(At(row)) == key) return row;
            }
            if (!Bucket.IsFull(bucket)) return 0;
        }
    }

    /// <summary>The rows of up to <see cref="WaveKeys"/> keys, 0 for each that has none. Three passes, each of which
    /// prefetches what the next one reads: buckets, rows, keys in the rows.</summary>
    [SkipLocalsInit]
    internal void Locate(ulong* keys, int count, uint* rows)
    {
        Bucket** buckets = stackalloc Bucket*[WaveKeys];
        uint* fingerprints = stackalloc uint[WaveKeys];
        int* open = stackalloc int[WaveKeys];
        for (int i = 0; i < count; i++)
        {
            ulong hash = KeyHash.Of(keys[i]);
            Bucket* bucket = _index.At(hash);
            Prefetch(bucket);
            buckets[i] = bucket;
            fingerprints[i] = KeyHash.Fingerprint(hash);
            open[i] = i;
        }
        for (uint distance = 1; count > 0; distance++)
        {
            int overflowed = 0;
            for (int k = 0; k < count; k++)
            {
                int i = open[k];
                if (Probe(buckets[i], fingerprints[i], out rows[i])) continue;
                buckets[i] = _index.At(KeyHash.Of(keys[i]), distance);
                Prefetch(buckets[i]);
                open[overflowed++] = i;
            }
            count = overflowed;
        }
    }

    /// <summary>Looks into one bucket and prefetches the row found; false if the search must go on to the next bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Probe(Bucket* bucket, uint fingerprint, out uint row)
    {
        uint found = Bucket.Matches(bucket, fingerprint);
        row = found == 0 ? 0 : bucket->Rows[BitOperations.TrailingZeroCount(found)];
        if (row == 0) return !Bucket.IsFull(bucket);
        PrefetchRow(row);
        return true;
    }

    /// <summary>Replaces rows whose fingerprint matched by chance (once in 2³² neighbours) by the true ones.</summary>
    internal void Verify(ulong* keys, int count, uint* rows)
    {
        for (int i = 0; i < count; i++)
            if (rows[i] != 0 && KeyOf(At(rows[i])) != keys[i]) rows[i] = Find(keys[i]);
    }

    /// <summary>The rows that hints name, where the key agrees; a look-up for the others, except where the hint says that
    /// there was no row.</summary>
    internal void Resolve(ulong* keys, int* hints, int count, uint* rows)
    {
        for (int i = 0; i < count; i++)
        {
            uint row = (uint)hints[i];
            if (row == uint.MaxValue) rows[i] = 0;
            else rows[i] = row - 1 < Count && KeyOf(At(row)) == keys[i] ? row : Find(keys[i]);
        }
    }

    /// <summary>Asks for the cache lines of a row, all of them unless the row is so long that hardware takes over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchRow(uint row)
    {
        byte* first = At(row);
        int bytes = Math.Min(Layout.Stride, MostLinesPrefetched * LineBytes);
        for (int offset = 0; offset < bytes; offset += LineBytes) Prefetch(first + offset);
        Prefetch(first + Layout.Stride - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
