using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Winnow.Data;

/// <summary>Finds bytes 64 at a time: bit i of a mask tells about byte i.</summary>
internal static unsafe class ByteMask
{
    public const int Width = 64;

    /// <summary>Which of the 64 bytes at <paramref name="p"/> equal a value. All 64 must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(byte* p, byte value)
    {
        if (Vector512.IsHardwareAccelerated) return Vector512.Equals(Vector512.Load(p), Vector512.Create(value)).ExtractMostSignificantBits();
        if (Vector256.IsHardwareAccelerated) return Half(p, value) | ((ulong)Half(p + 32, value) << 32);
        return Quarter(p, value) | (Quarter(p + 16, value) << 16) | (Quarter(p + 32, value) << 32) | (Quarter(p + 48, value) << 48);
    }

    /// <summary>Bit i is the exclusive or of the bits 0 … i: between the first and the second set bit, the third and the fourth, ….</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    private static uint Half(byte* p, byte value) => Vector256.Equals(Vector256.Load(p), Vector256.Create(value)).ExtractMostSignificantBits();

    private static ulong Quarter(byte* p, byte value) => Vector128.Equals(Vector128.Load(p), Vector128.Create(value)).ExtractMostSignificantBits();
}
