using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Embeddings;

/// <content>Look-ups: one at a time, and in a pipeline that keeps many cache misses in flight.</content>
internal sealed unsafe partial class KeyedRows
{
    private const int LineBytes = 64;
    private const int MostLinesPrefetched = 8;                  // of a row; hardware takes over beyond
    private const int Ahead = 32;                               // keys between asking for a line and reading it
    private const int HintedAhead = 64;                         // the same where no bucket is asked for
    private const int Ring = 128;                               // a power of two above 2 · Ahead
    private const int MostDeferred = 32;
    private const uint Elsewhere = uint.MaxValue;               // a row number that says: look behind the home bucket

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

    /// <summary>Finds the rows of many keys. Each key passes three stages, some keys apart, so that the line a stage reads was
    /// asked for by the one before: bucket, row, visit. The order of visits is nearly that of the keys.</summary>
    [SkipLocalsInit]
    internal void Visit<TVisitor>(ulong* keys, int count, ref TVisitor visitor) where TVisitor : struct, IRowVisitor
    {
        Candidate* ring = stackalloc Candidate[Ring];
        int* deferred = stackalloc int[MostDeferred];
        int deferredCount = 0, keyOffset = _keyOffset, lastPrefetch = _lastPrefetch;
        BucketAddresses buckets = _index.Addresses;
        RowAddresses rows = _rows.Addresses;
        for (nint i = -2 * Ahead; i < count; i++)
        {
            nint later = i + 2 * Ahead, next = i + Ahead;
            if (later < count) AskForBucket(keys[later], buckets, ring + (later & (Ring - 1)));
            if (next < 0) continue;
            if (next < count) AskForRow(keys[next], buckets, rows, lastPrefetch, ring + (next & (Ring - 1)));
            if (i < 0) continue;
            Candidate* candidate = ring + (i & (Ring - 1));
            byte* row = candidate->Row;
            if (row is not null && Unsafe.ReadUnaligned<ulong>(row + keyOffset) == keys[i])
            {
                visitor.Found((int)i, candidate->Number, row);
            }
            else if (candidate->Number == 0)
            {
                visitor.Missing((int)i);
            }
            else
            {
                deferred[deferredCount++] = (int)i;
                if (deferredCount < MostDeferred) continue;
                VisitDeferred(keys, deferred, deferredCount, ref visitor);
                deferredCount = 0;
            }
        }
        VisitDeferred(keys, deferred, deferredCount, ref visitor);
    }

    /// <summary>As <see cref="Visit"/>, where hints say in which rows the keys probably are. A wrong hint costs a look-up;
    /// only −1, "there was no row", is believed.</summary>
    [SkipLocalsInit]
    internal void VisitHinted<TVisitor>(ulong* keys, int* hints, int count, ref TVisitor visitor) where TVisitor : struct, IRowVisitor
    {
        byte** ring = stackalloc byte*[Ring];
        int keyOffset = _keyOffset, lastPrefetch = _lastPrefetch;
        RowAddresses rows = _rows.Addresses;
        for (nint i = -HintedAhead; i < count; i++)
        {
            nint next = i + HintedAhead;
            if (next < count)
            {
                uint number = (uint)hints[next];
                byte* asked = null;
                if (number - 1 < rows.Count)
                {
                    asked = rows.At(number);
                    PrefetchRow(asked, lastPrefetch);
                }
                ring[next & (Ring - 1)] = asked;
            }
            if (i < 0) continue;
            byte* row = ring[i & (Ring - 1)];
            if (row is not null && Unsafe.ReadUnaligned<ulong>(row + keyOffset) == keys[i]) visitor.Found((int)i, (uint)hints[i], row);
            else VisitByKey(keys[i], (int)i, isMissing: hints[i] == -1, ref visitor);
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct Candidate
    {
        internal Bucket* Bucket;
        internal byte* Row;             // null if there is none, or if the search goes on behind the bucket
        internal uint Fingerprint;
        internal uint Number;           // 0 if there is none
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AskForBucket(ulong key, BucketAddresses buckets, Candidate* candidate)
    {
        ulong hash = KeyHash.Of(key);
        Bucket* bucket = buckets.At(hash);
        Prefetch(bucket);
        candidate->Bucket = bucket;
        candidate->Fingerprint = KeyHash.Fingerprint(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AskForRow(ulong key, BucketAddresses buckets, RowAddresses rows, int lastPrefetch, Candidate* candidate)
    {
        Bucket* bucket = candidate->Bucket;
        uint found = Bucket.Matches(bucket, candidate->Fingerprint), number = 0;
        if (found != 0) number = bucket->Rows[BitOperations.TrailingZeroCount(found)];
        byte* row = null;
        if (number != 0)
        {
            row = rows.At(number);
            PrefetchRow(row, lastPrefetch);
        }
        else if (Bucket.IsFull(bucket))
        {
            number = Elsewhere;
            Prefetch(buckets.At(KeyHash.Of(key), 1));
        }
        candidate->Row = row;
        candidate->Number = number;
    }

    /// <summary>Keys that overflowed from their home, or whose fingerprint matched by chance: found one by one, but visited
    /// together, so that at least their rows come in parallel.</summary>
    [SkipLocalsInit]
    private void VisitDeferred<TVisitor>(ulong* keys, int* deferred, int count, ref TVisitor visitor) where TVisitor : struct, IRowVisitor
    {
        uint* numbers = stackalloc uint[MostDeferred];
        for (int k = 0; k < count; k++)
        {
            ulong hash = KeyHash.Of(keys[deferred[k]]);
            uint fingerprint = KeyHash.Fingerprint(hash), found = 0, distance = 0;
            Bucket* bucket;
            do
            {
                bucket = _index.At(hash, ++distance);
                found = Bucket.Matches(bucket, fingerprint);
            }
            while (found == 0 && Bucket.IsFull(bucket));
            numbers[k] = found == 0 ? 0 : bucket->Rows[BitOperations.TrailingZeroCount(found)];
            if (numbers[k] != 0) PrefetchRow(At(numbers[k]), _lastPrefetch);
        }
        for (int k = 0; k < count; k++)
        {
            int i = deferred[k];
            if (numbers[k] != 0 && KeyOf(At(numbers[k])) == keys[i]) visitor.Found(i, numbers[k], At(numbers[k]));
            else VisitByKey(keys[i], i, isMissing: false, ref visitor);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void VisitByKey<TVisitor>(ulong key, int position, bool isMissing, ref TVisitor visitor) where TVisitor : struct, IRowVisitor
    {
        uint number = isMissing ? 0 : Find(key);
        if (number == 0) visitor.Missing(position);
        else visitor.Found(position, number, At(number));
    }

    /// <summary>Asks for the cache lines of a row, all of them unless it is very long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRow(byte* row, nint last)
    {
        for (nint offset = 0; offset < last; offset += LineBytes) Prefetch(row + offset);
        Prefetch(row + last);
    }

    /// <summary>Where the last line of a row is asked for; one line apart as long as that reaches all of them wherever the row
    /// begins, which is a multiple of the common factor of line and stride.</summary>
    private static int LastPrefetch(int stride)
    {
        int alignment = Math.Min(stride & -stride, LineBytes), lines = (LineBytes - alignment + stride + LineBytes - 1) / LineBytes;
        return Math.Min(Math.Min(lines, MostLinesPrefetched) * LineBytes - LineBytes, stride - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
