using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Winnow.Embeddings;

/// <summary>Whether all numbers of a row are finite: x − x is 0 for them and NaN for the others.</summary>
internal static unsafe class FiniteCheck
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AllFinite(float* values, int count)
    {
        int i = 0;
        float sum = 0;
        if (Vector512.IsHardwareAccelerated) sum += Differences<Lanes16>(values, count, ref i);
        sum += Differences<Lanes4>(values, count, ref i);
        sum += Differences<Lanes1>(values, count, ref i);
        return sum == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Differences<TLanes>(float* values, int count, ref int i) where TLanes : struct, ILanes<TLanes>
    {
        if (i > count - TLanes.Count) return 0;
        TLanes sum = default;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes value = TLanes.Load(values + i);
            sum += value - value;
        }
        return sum.Sum();
    }
}
