using System.Runtime.CompilerServices;

namespace Winnow.Embeddings;

/// <summary>The bijection between a key and its hash. Because it can be undone, two keys never share a hash, and the order
/// by hash is an order of keys that does not depend on the history of a table.</summary>
internal static class KeyHash
{
    private const ulong Multiplier = 0xD6E8_FEB8_6659_FD93, Inverse = 0xCFEE_444D_8B59_A89B;

    /// <summary>Two rounds of xor-shift and multiply; every bit of the key reaches every bit of the hash. 0 stays 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(ulong key)
    {
        key = (key ^ (key >> 32)) * Multiplier;
        key = (key ^ (key >> 32)) * Multiplier;
        return key ^ (key >> 32);
    }

    /// <summary>The key that has this hash.</summary>
    internal static ulong KeyOf(ulong hash)
    {
        hash = (hash ^ (hash >> 32)) * Inverse;
        hash = (hash ^ (hash >> 32)) * Inverse;
        return hash ^ (hash >> 32);
    }

    /// <summary>Which of the 256 segments: the top 8 bits, so that segments follow one another in hash order.</summary>
    internal static int Segment(ulong hash) => (int)(hash >> 56);

    /// <summary>What a bucket stores of a hash: the 32 bits below those of the segment. It alone decides the home bucket.</summary>
    internal static uint Fingerprint(ulong hash) => (uint)(hash >> 24);
}
