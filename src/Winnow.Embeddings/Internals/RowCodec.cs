using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Winnow.Embeddings;

/// <summary>Vectors between float32 and the form they are stored in.</summary>
internal static unsafe class RowCodec
{
    private const uint ExponentMask = 0x7F80_0000;
    private const uint Weyl = 0x9E37_79B9, MixA = 0x85EB_CA6B, MixB = 0xC2B2_AE35;

    /// <summary>Copies a float32 vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(float* source, float* target, int dimension)
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= dimension - 16; i += 16) Vector512.Load(source + i).Store(target + i);
        if (i < dimension) CopyTail(source, target, i, dimension);
    }

    private static void CopyTail(float* source, float* target, nint i, int dimension)
    {
        for (; i <= dimension - 4; i += 4) Vector128.Load(source + i).Store(target + i);
        for (; i < dimension; i++) target[i] = source[i];
    }

    /// <summary>Widens a bfloat16 vector; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Widen(ushort* source, float* target, int dimension)
    {
        nint i = 0;
        for (; i <= dimension - 16; i += 16)
        {
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.Load(source + i));
            (Vector512.Create(low, high) << 16).AsSingle().Store(target + i);      // one store: it will be read back whole
        }
        for (; i < dimension; i++) target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>Narrows to bfloat16, rounding up with the probability that makes the expectation exact. Values that are
    /// bfloat16 already stay as they are, and what is not finite stays not finite.</summary>
    /// <param name="source">[dimension].</param>
    /// <param name="target">[dimension].</param>
    /// <param name="dimension">Length of both.</param>
    /// <param name="seed">Decides the rounding of element i together with i.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Narrow(float* source, ushort* target, int dimension, uint seed)
    {
        nint i = 0;
        Vector512<uint> counter = Vector512.Create(seed) + Vector512<uint>.Indices * Weyl;
        for (; i <= dimension - 16; i += 16)
        {
            Vector512<uint> rounded = Round(Vector512.Load((uint*)source + i), counter);
            Vector256.Narrow(rounded.GetLower(), rounded.GetUpper()).Store(target + i);
            counter += Vector512.Create(unchecked(Weyl * 16));
        }
        if (i < dimension) NarrowTail(source, target, i, dimension, seed);
    }

    private static void NarrowTail(float* source, ushort* target, nint i, int dimension, uint seed)
    {
        for (; i < dimension; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[i]);
            uint noise = (bits & ExponentMask) == ExponentMask ? 0 : Noise(unchecked(seed + (uint)i * Weyl));
            target[i] = (ushort)((bits + noise) >> 16);
        }
    }

    /// <summary>The nearest bfloat16, as a float32; ties to even.</summary>
    internal static float Nearest(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF_0000);
    }

    /// <summary>The seed of <see cref="Narrow"/> for the row of a key in a push.</summary>
    internal static uint RoundingSeed(ulong key, ulong pushSalt) => (uint)(KeyHash.Of(key ^ pushSalt) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Round(Vector512<uint> bits, Vector512<uint> x)
    {
        Vector512<uint> exponent = Vector512.Create(ExponentMask);
        x = (x ^ (x >>> 16)) * MixA;
        x = (x ^ (x >>> 13)) * MixB;
        Vector512<uint> noise = Vector512.AndNot(x >>> 16, Vector512.Equals(bits & exponent, exponent));
        return (bits + noise) >>> 16;
    }

    private static uint Noise(uint x)
    {
        x = (x ^ (x >> 16)) * MixA;
        x = (x ^ (x >> 13)) * MixB;
        return x >> 16;
    }
}
