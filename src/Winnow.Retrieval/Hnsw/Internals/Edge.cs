namespace Winnow.Retrieval;

/// <summary>A link to be added, in one word that sorts by layer, target, source: 5 bits, 30, 29.</summary>
/// <remarks>Sources are positions in the batch while sorting, so that the order of links does not depend on which slots were
/// free, and slots afterwards.</remarks>
internal static class Edge
{
    private const int TargetShift = 29, LevelShift = 59;
    private const ulong SourceMask = (1ul << TargetShift) - 1, TargetMask = (1ul << (LevelShift - TargetShift)) - 1;

    /// <summary>Slots that fit.</summary>
    internal const int MostSlots = 1 << TargetShift;

    internal static ulong Of(int level, int target, int position) =>
        ((ulong)level << LevelShift) | ((ulong)target << TargetShift) | (uint)position;

    internal static ulong WithSource(ulong edge, ReadOnlySpan<int> slots) => (edge & ~SourceMask) | (uint)slots[Source(edge)];

    internal static int Level(ulong edge) => (int)(edge >> LevelShift);

    internal static int Target(ulong edge) => (int)((edge >> TargetShift) & TargetMask);

    internal static int Source(ulong edge) => (int)(edge & SourceMask);

    internal static bool SameTarget(ulong a, ulong b) => a >> TargetShift == b >> TargetShift;
}
