using System.Buffers.Binary;
using System.Numerics;

namespace Winnow.Embeddings;

/// <summary>The checksum of snapshot blocks: XXH64 (Collet, the xxHash fast digest algorithm, version 0.1.1), which reads
/// memory about as fast as it comes. Against accidents, not against attackers.</summary>
internal static class XxHash64
{
    private const ulong P1 = 0x9E37_79B1_85EB_CA87, P2 = 0xC2B2_AE3D_27D4_EB4F, P3 = 0x1656_67B1_9E37_79F9;
    private const ulong P4 = 0x85EB_CA77_C2B2_AE63, P5 = 0x27D4_EB2F_1656_67C5;

    internal static ulong Of(ReadOnlySpan<byte> data, ulong seed)
    {
        int length = data.Length;
        ulong hash = length >= 32 ? Stripes(ref data, seed) : seed + P5;
        hash += (ulong)length;
        for (; data.Length >= 8; data = data[8..])
            hash = BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(data)), 27) * P1 + P4;
        if (data.Length >= 4)
        {
            hash = BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(data) * P1), 23) * P2 + P3;
            data = data[4..];
        }
        foreach (byte b in data) hash = BitOperations.RotateLeft(hash ^ (b * P5), 11) * P1;
        hash = (hash ^ (hash >> 33)) * P2;
        hash = (hash ^ (hash >> 29)) * P3;
        return hash ^ (hash >> 32);
    }

    private static ulong Stripes(ref ReadOnlySpan<byte> data, ulong seed)
    {
        ulong a = seed + P1 + P2, b = seed + P2, c = seed, d = seed - P1;
        for (; data.Length >= 32; data = data[32..])
        {
            a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(data));
            b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
            d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
        }
        ulong hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                   + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        hash = (hash ^ Round(0, a)) * P1 + P4;
        hash = (hash ^ Round(0, b)) * P1 + P4;
        hash = (hash ^ Round(0, c)) * P1 + P4;
        return (hash ^ Round(0, d)) * P1 + P4;
    }

    private static ulong Round(ulong sum, ulong word) => BitOperations.RotateLeft(sum + word * P2, 31) * P1;
}
