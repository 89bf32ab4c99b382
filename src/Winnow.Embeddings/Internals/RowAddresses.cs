namespace Winnow.Embeddings;

/// <summary>Where the rows of a <see cref="RowStore"/> are; a copy for loops that must not look it up again and again. Valid
/// until rows are added or removed.</summary>
internal readonly unsafe struct RowAddresses(byte** slabs, int slabShift, nuint stride, uint count)
{
    /// <summary>Number of rows.</summary>
    internal uint Count => count;

    /// <summary>The start of a row, which must be in [1, <see cref="Count"/>].</summary>
    internal byte* At(uint row) => slabs[row >> slabShift] + (row & ((1u << slabShift) - 1)) * stride;
}
