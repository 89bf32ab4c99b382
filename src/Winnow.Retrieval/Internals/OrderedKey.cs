using System.Runtime.CompilerServices;

namespace Winnow.Retrieval;

/// <summary>A score and an id in one word whose order is the order of results: higher scores first, ties by smaller id.</summary>
internal static class OrderedKey
{
    /// <summary>Bits whose unsigned order is the order of the floats; −0 counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Ascending(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value + 0f);
        return (uint)bits ^ ((uint)(bits >> 31) | 0x8000_0000u);
    }

    /// <summary>Undoes <see cref="Ascending"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float FromAscending(uint bits) =>
        BitConverter.UInt32BitsToSingle(bits ^ ((bits >> 31) == 0 ? 0xFFFF_FFFFu : 0x8000_0000u));

    /// <summary>The greater, the better the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(float score, int id) => ((ulong)Ascending(score) << 32) | ~(uint)id;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Score(ulong key) => FromAscending((uint)(key >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Id(ulong key) => (int)~(uint)key;
}
