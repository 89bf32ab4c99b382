using System.Numerics;
using System.Runtime.Intrinsics;

namespace Winnow.Numerics;

/// <summary>The product by packed panels and register tiles (Goto and van de Geijn, ACM TOMS 34(3), 2008), threads sharing
/// the panels and dividing the rows.</summary>
internal static unsafe class BlockedProduct
{
    /// <summary>C = epilogue(A · B [+ C]) with the widest kernel of this machine; <paramref name="depth"/> is at least 1.</summary>
    internal static void Multiply<TEpilogue>(
        GemmOperand a, GemmOperand b, MatrixView c, int depth, bool accumulate, TEpilogue epilogue, WorkerTeam team)
        where TEpilogue : struct, IGemmEpilogue
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply<GemmKernel512, TEpilogue>(a, b, c, depth, accumulate, epilogue, team);
        else if (Vector.IsHardwareAccelerated)
            Multiply<GemmKernelVector, TEpilogue>(a, b, c, depth, accumulate, epilogue, team);
        else
            Multiply<GemmKernelScalar, TEpilogue>(a, b, c, depth, accumulate, epilogue, team);
    }

    /// <summary>As above with a given kernel.</summary>
    internal static void Multiply<TKernel, TEpilogue>(
        GemmOperand a, GemmOperand b, MatrixView c, int depth, bool accumulate, TEpilogue epilogue, WorkerTeam team)
        where TKernel : struct, IGemmKernel
        where TEpilogue : struct, IGemmEpilogue
    {
        int blockDepth = GemmBlocks.DepthOf(depth);
        int panelCols = TKernel.Lanes * TKernel.Vectors;
        int blockCols = Math.Max(panelCols, GemmBlocks.MaxPanelFloats / blockDepth / panelCols * panelCols);
        for (int col = 0; col < c.Cols; col += blockCols)
        {
            int cols = Math.Min(blockCols, c.Cols - col);
            TileJob<TKernel, TEpilogue> job = new()
            {
                A = a,
                B = b,
                C = c.Columns(col, cols),
                FirstCol = col,
                Panels = new ColumnPanels(cols, TKernel.Lanes, TKernel.Vectors),
                InPlaceB = b.ColStep == 1 && GemmBlocks.ReadsInPlace(c.Rows, b.RowStep),
                PackA = GemmBlocks.PacksLeft(a, cols, panelCols),
                Epilogue = epilogue,
            };
            job.GroupRows = GemmBlocks.GroupRows(job.PackA, (long)job.Panels.PaddedCols * blockDepth);
            job.Packed = ThreadScratch.Floats(ScratchUse.RightPanels, (nuint)job.Panels.PaddedCols * (nuint)blockDepth);
            for (int first = 0; first < depth; first += blockDepth)
            {
                job.FirstDepth = first;
                job.Depth = Math.Min(blockDepth, depth - first);
                job.Accumulate = accumulate || first > 0;
                job.Last = first + job.Depth == depth;
                MultiplyBlock(ref job, team);
            }
        }
    }

    private static void MultiplyBlock<TKernel, TEpilogue>(ref TileJob<TKernel, TEpilogue> job, WorkerTeam team)
        where TKernel : struct, IGemmKernel
        where TEpilogue : struct, IGemmEpilogue
    {
        WorkerTeam packers = (long)job.Panels.PaddedCols * job.Depth < GemmBlocks.ParallelPackFrom ? WorkerTeam.Single : team;
        PackJob pack = new()
        {
            B = job.B,
            Panels = job.Panels,
            FirstRow = job.FirstDepth,
            Depth = job.Depth,
            FirstCol = job.FirstCol,
            Lanes = TKernel.Lanes,
            Target = job.Packed,
            RaggedOnly = job.InPlaceB,
        };
        packers.Run(ref pack, job.Panels.Count);

        long work = job.C.Count * job.Depth;
        int wanted = team.Threads == 1 || work < GemmBlocks.ParallelFrom ? 1 : team.Threads * GemmBlocks.ChunksPerThread;
        int rows = (job.C.Rows + wanted - 1) / wanted;
        job.ChunkRows = (rows + TKernel.Rows - 1) / TKernel.Rows * TKernel.Rows;
        int rowChunks = (job.C.Rows + job.ChunkRows - 1) / job.ChunkRows;
        int panelChunks = Math.Min(job.Panels.Count, (wanted + rowChunks - 1) / rowChunks);
        job.ChunkPanels = (job.Panels.Count + panelChunks - 1) / panelChunks;
        job.PanelChunks = (job.Panels.Count + job.ChunkPanels - 1) / job.ChunkPanels;
        team.Run(ref job, rowChunks * job.PanelChunks);
    }
}
