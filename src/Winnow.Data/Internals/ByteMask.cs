using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Winnow.Data;

/// <summary>Finds bytes 64 at a time: bit i of a mask tells about byte i.</summary>
internal static unsafe class ByteMask
{
    public const int Width = 64;

    /// <summary>Which of the 64 bytes at <paramref name="p"/> equal one of two values. All 64 must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Either(byte* p, byte a, byte b)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<byte> x = Vector512.Load(p);
            return (Vector512.Equals(x, Vector512.Create(a)) | Vector512.Equals(x, Vector512.Create(b))).ExtractMostSignificantBits();
        }
        if (Vector256.IsHardwareAccelerated) return Half(p, a, b) | ((ulong)Half(p + 32, a, b) << 32);
        return Quarter(p, a, b) | (Quarter(p + 16, a, b) << 16) | (Quarter(p + 32, a, b) << 32) | (Quarter(p + 48, a, b) << 48);
    }

    private static uint Half(byte* p, byte a, byte b)
    {
        Vector256<byte> x = Vector256.Load(p);
        return (Vector256.Equals(x, Vector256.Create(a)) | Vector256.Equals(x, Vector256.Create(b))).ExtractMostSignificantBits();
    }

    private static ulong Quarter(byte* p, byte a, byte b)
    {
        Vector128<byte> x = Vector128.Load(p);
        return (Vector128.Equals(x, Vector128.Create(a)) | Vector128.Equals(x, Vector128.Create(b))).ExtractMostSignificantBits();
    }
}
