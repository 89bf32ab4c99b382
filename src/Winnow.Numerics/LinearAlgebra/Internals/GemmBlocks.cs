namespace Winnow.Numerics;

/// <summary>How a product is cut for the caches. Depth blocks depend on the depth alone: they fix the order of additions.</summary>
internal static class GemmBlocks
{
    /// <summary>Depth of a block: a slab of 8 rows (16 KiB) stays in a first-level cache of 32 KiB while it meets all panels.</summary>
    internal const int MaxDepth = 512;

    /// <summary>Columns of a block such that its panels, in floats, stay well inside a shared cache.</summary>
    internal const int MaxPanelFloats = 1 << 20;

    /// <summary>Rows that meet one panel in turn, so that a panel from the second-level cache serves several slabs.</summary>
    internal const int RowGroup = 64;

    /// <summary>Below this many multiply-adds waking a second thread costs more than it brings (about 10 µs of one core).</summary>
    internal const long ParallelFrom = 1 << 19;

    /// <summary>Chunks a thread: enough that an unlucky thread can be helped out, few enough that a chunk reuses its panels.</summary>
    internal const int ChunksPerThread = 8;

    /// <summary>Panels below this many floats are packed by the caller alone.</summary>
    internal const int ParallelPackFrom = 1 << 16;

    /// <summary>With no more rows than this a right factor is read in place: packing it would not be earned back.</summary>
    internal const int InPlaceRows = 32;

    /// <summary>Whether a right factor with contiguous rows is read where it lies.</summary>
    internal static bool ReadsInPlace(int rows, nint rowStep) => rows <= InPlaceRows || rowStep <= 64;

    /// <summary>Whether slabs of the left factor are copied together before they are read.</summary>
    internal static bool PacksLeft(GemmOperand a, int cols, int panelCols) => cols > panelCols && (a.RowStep == 1 || a.RowStep % 1024 == 0);

    internal static int DepthOf(int depth)
    {
        int blocks = Math.Max(1, (depth + MaxDepth - 1) / MaxDepth);
        return (depth + blocks - 1) / blocks;
    }
}
