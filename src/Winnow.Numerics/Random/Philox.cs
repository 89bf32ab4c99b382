namespace Winnow.Numerics;

/// <summary>The counter-based generator behind <see cref="RandomStream"/>: a keyed bijection on 128-bit counters.</summary>
/// <remarks>Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</remarks>
internal static class Philox
{
    internal const int Rounds = 10;
    internal const uint MultiplierA = 0xD251_1F53, MultiplierB = 0xCD9E_8D57;
    internal const uint WeylA = 0x9E37_79B9, WeylB = 0xBB67_AE85;

    /// <summary>The four words of block <paramref name="counter"/> under (<paramref name="key"/>, <paramref name="salt"/>).</summary>
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
}
