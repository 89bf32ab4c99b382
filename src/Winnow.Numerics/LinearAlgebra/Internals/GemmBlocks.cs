namespace Winnow.Numerics;

/// <summary>How a product is cut for the caches. Depth blocks depend on the depth alone: they fix the order of additions.</summary>
internal static class GemmBlocks
{
    /// <summary>Depth of a block: a slab of 8 rows (16 KiB) stays in a first-level cache of 32 KiB while it meets all panels.</summary>
    internal const int MaxDepth = 512;

    /// <summary>Columns of a block such that its panels, in floats, stay well inside a shared cache.</summary>
    internal const int MaxPanelFloats = 1 << 20;

    /// <summary>Panels of fewer floats (768 KiB) stay in a second-level cache of 1 MiB.</summary>
    internal const int NearPanelFloats = 3 << 16;

    /// <summary>Below this many multiply-adds waking a second thread costs more than it brings (about 10 µs of one core).</summary>
    internal const long ParallelFrom = 1 << 19;

    /// <summary>Chunks a thread: enough that an unlucky thread can be helped out, few enough that a chunk reuses its panels.</summary>
    internal const int ChunksPerThread = 8;

    /// <summary>Panels below this many floats are packed by the caller alone.</summary>
    internal const int ParallelPackFrom = 1 << 16;

    /// <summary>With no more rows than this a right factor is read in place: measured (AMD Zen 4, 400 × 429), packing it is earned
    /// back from about 500 rows on; with 32 rows it takes as long as half of the product.</summary>
    internal const int InPlaceRows = 448;

    /// <summary>Rows of a right factor so short that in place they are as good as packed.</summary>
    internal const int ShortRow = 64;

    private const int CacheWayFloats = 1024;        // 4 KiB: addresses this far apart fall into one set of a first-level cache

    /// <summary>Whether a right factor with contiguous rows is read where it lies.</summary>
    internal static bool ReadsInPlace(int rows, nint rowStep) => rows <= InPlaceRows || rowStep <= ShortRow;

    /// <summary>Whether slabs of the left factor are copied together before they are read: when its columns are contiguous and
    /// more than one panel will read them, or when its rows are so far apart that eight of them compete for the same cache lines.</summary>
    internal static bool PacksLeft(GemmOperand a, int cols, int panelCols) =>
        cols > panelCols && (a.RowStep == 1 || a.RowStep % CacheWayFloats == 0);

    /// <summary>Rows that meet one panel in turn. As few as 16 while the panels come from the second-level cache, so that their
    /// result is still in the first when the epilogue sees it; more when panels come from further away, or when whole lines of
    /// a transposed factor are to be used at once.</summary>
    internal static int GroupRows(bool packsLeft, long panelFloats) => packsLeft ? 128 : panelFloats < NearPanelFloats ? 16 : 64;

    /// <summary>Length of the blocks of a depth: as few as the limit allows, and equal.</summary>
    internal static int DepthOf(int depth)
    {
        int blocks = Math.Max(1, (depth + MaxDepth - 1) / MaxDepth);
        return (depth + blocks - 1) / blocks;
    }
}
