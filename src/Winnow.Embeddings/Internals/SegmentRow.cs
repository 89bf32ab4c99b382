namespace Winnow.Embeddings;

/// <summary>What sweeps and snapshots need to know of a row.</summary>
internal struct SegmentRow
{
    internal ulong Hash;
    internal uint Row;
    internal uint Meta;
}
