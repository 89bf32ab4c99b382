using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Numerics;

/// <summary>The counter-based generator behind <see cref="RandomStream"/>: a keyed bijection on 128-bit counters.</summary>
/// <remarks>Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</remarks>
internal static class Philox
{
    /// <summary>Words in a group: four blocks, side by side in a vector. Word j of block b is word 4j + b of the group.</summary>
    internal const int GroupWords = 16;

    private const int Rounds = 10;
    private const uint MultiplierA = 0xD251_1F53, MultiplierB = 0xCD9E_8D57;
    private const uint WeylA = 0x9E37_79B9, WeylB = 0xBB67_AE85;

    /// <summary>The four words of the block <paramref name="counter"/> under a key, the upper half of the counter being
    /// <paramref name="salt"/>.</summary>
    internal static void Block(ulong key, ulong salt, ulong counter, out uint w0, out uint w1, out uint w2, out uint w3)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        w0 = (uint)counter;
        w1 = (uint)(counter >> 32);
        w2 = (uint)salt;
        w3 = (uint)(salt >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierA * w0, b = (ulong)MultiplierB * w2;
            w0 = (uint)(b >> 32) ^ w1 ^ k0;
            w1 = (uint)b;
            w2 = (uint)(a >> 32) ^ w3 ^ k1;
            w3 = (uint)a;
            k0 += WeylA;
            k1 += WeylB;
        }
    }

    /// <summary>The words 16·<paramref name="group"/> … of a stream, the first eight and the last eight.</summary>
    internal static (Vector256<uint> First, Vector256<uint> Last) Group(ulong key, ulong salt, ulong group)
    {
        // One 32-bit word in the lower half of each 64-bit lane; what stands in the upper half never matters.
        Vector256<ulong> w0 = Vector256.Create(4 * group) + Vector256.Create(0ul, 1, 2, 3), w1 = w0 >>> 32;
        Vector256<ulong> w2 = Vector256.Create(salt), w3 = Vector256.Create(salt >> 32);
        Vector256<ulong> k0 = Vector256.Create(key), k1 = Vector256.Create(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> a = Product(w0, MultiplierA), b = Product(w2, MultiplierB);
            w0 = (b >>> 32) ^ w1 ^ k0;
            w1 = b;
            w2 = (a >>> 32) ^ w3 ^ k1;
            w3 = a;
            k0 += Vector256.Create((ulong)WeylA);
            k1 += Vector256.Create((ulong)WeylB);
        }
        return (Vector256.Narrow(w0, w1), Vector256.Narrow(w2, w3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> x, uint multiplier)
    {
        Vector256<ulong> m = Vector256.Create((ulong)multiplier);
        return Avx2.IsSupported ? Avx2.Multiply(x.AsUInt32(), m.AsUInt32()) : (x & Vector256.Create((ulong)uint.MaxValue)) * m;
    }
}
