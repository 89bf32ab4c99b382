using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Winnow.Embeddings;

/// <summary>Whether all numbers of a row are finite: those that are not have every exponent bit set.</summary>
internal static unsafe class FiniteCheck
{
    private const uint ExponentMask = 0x7F80_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AllFinite(float* values, int count)
    {
        uint* bits = (uint*)values;
        nint i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<uint> mask = Vector512.Create(ExponentMask);
            for (; i <= count - 16; i += 16)
                if (Vector512.EqualsAny(Vector512.Load(bits + i) & mask, mask)) return false;
        }
        return i == count || TailFinite(bits, i, count);
    }

    private static bool TailFinite(uint* bits, nint i, int count)
    {
        Vector128<uint> mask = Vector128.Create(ExponentMask);
        for (; i <= count - 4; i += 4)
            if (Vector128.EqualsAny(Vector128.Load(bits + i) & mask, mask)) return false;
        for (; i < count; i++)
            if ((bits[i] & ExponentMask) == ExponentMask) return false;
        return true;
    }
}
