using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Winnow.Embeddings;

/// <summary>One cache line of the index: eight fingerprints and the eight rows they stand for, filled from the front.
/// Row 0 marks an empty slot.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal unsafe struct Bucket
{
    internal const int Bytes = 64, Slots = 8;

    internal fixed uint Fingerprints[Slots];
    internal fixed uint Rows[Slots];

    /// <summary>A bit for each slot whose fingerprint is <paramref name="fingerprint"/>. Empty slots may match too; since they
    /// lie behind all filled ones, the lowest bit decides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Matches(Bucket* bucket, uint fingerprint) =>
        Vector256.Equals(Vector256.Load(bucket->Fingerprints), Vector256.Create(fingerprint)).ExtractMostSignificantBits();

    internal static bool IsFull(Bucket* bucket) => bucket->Rows[Slots - 1] != 0;

    /// <summary>Number of filled slots.</summary>
    internal static int Count(Bucket* bucket)
    {
        uint empty = Vector256.Equals(Vector256.Load(bucket->Rows), Vector256<uint>.Zero).ExtractMostSignificantBits();
        return Slots - System.Numerics.BitOperations.PopCount(empty);
    }

    /// <summary>Empties <paramref name="slot"/> by moving the last filled slot into it.</summary>
    internal static void RemoveAt(Bucket* bucket, int slot)
    {
        int last = Count(bucket) - 1;
        bucket->Fingerprints[slot] = bucket->Fingerprints[last];
        bucket->Rows[slot] = bucket->Rows[last];
        bucket->Fingerprints[last] = bucket->Rows[last] = 0;
    }
}
