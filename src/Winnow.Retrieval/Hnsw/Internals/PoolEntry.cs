using System.Runtime.CompilerServices;

namespace Winnow.Retrieval;

/// <summary>A candidate in one word: distance, slot, and whether its links were followed. Ascending order is nearest first,
/// ties by slot.</summary>
internal static class PoolEntry
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(float distance, int slot) => ((ulong)OrderedKey.Ascending(distance) << 32) | ((uint)slot << 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Slot(ulong entry) => (int)((uint)entry >> 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Distance(ulong entry) => OrderedKey.FromAscending((uint)(entry >> 32));
}
