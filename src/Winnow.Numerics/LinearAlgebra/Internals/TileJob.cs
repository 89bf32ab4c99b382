namespace Winnow.Numerics;

/// <summary>Multiplies one depth block into one block of columns: a chunk is a range of rows times a range of panels.</summary>
internal unsafe struct TileJob<TKernel, TEpilogue> : IParallelJob
    where TKernel : struct, IGemmKernel
    where TEpilogue : struct, IGemmEpilogue
{
    internal GemmOperand A, B;
    internal MatrixView C;                      // of this block of columns
    internal ColumnPanels Panels;
    internal float* Packed;
    internal int FirstDepth, Depth, FirstCol;
    internal bool InPlaceB, PackA, Accumulate, Last;
    internal int GroupRows, ChunkRows, ChunkPanels, PanelChunks;
    internal TEpilogue Epilogue;

    public readonly void Run(int chunk)
    {
        (int rowChunk, int panelChunk) = Math.DivRem(chunk, PanelChunks);
        int end = Math.Min(C.Rows, (rowChunk + 1) * ChunkRows);
        int firstPanel = panelChunk * ChunkPanels, endPanel = Math.Min(Panels.Count, firstPanel + ChunkPanels);
        for (int row = rowChunk * ChunkRows; row < end; row += GroupRows)
            MultiplyGroup(row, Math.Min(GroupRows, end - row), firstPanel, endPanel);
    }

    private readonly void MultiplyGroup(int row, int rows, int firstPanel, int endPanel)
    {
        float* slabs = PackA ? PackSlabs(row, rows) : null;
        for (int panel = firstPanel; panel < endPanel; panel++) MultiplyPanel(row, rows, panel, slabs);
        if (!Last) return;
        int first = Panels.First(firstPanel), width = Math.Min(C.Cols, Panels.First(endPanel)) - first;
        Epilogue.Apply(C.RowRange(row, rows).Columns(first, width), row, FirstCol + first);
    }

    private readonly float* PackSlabs(int row, int rows)
    {
        float* slabs = ThreadScratch.Floats(ScratchUse.LeftSlabs, (nuint)GroupRows * (nuint)Depth);
        GemmPacking.PackSlabs<TKernel>(A, row, rows, FirstDepth, Depth, slabs);
        return slabs;
    }

    private readonly void MultiplyPanel(int row, int rows, int panel, float* slabs)
    {
        int first = Panels.First(panel), vectors = Panels.Vectors(panel);
        bool ragged = Panels.IsRagged(panel), inPlace = InPlaceB && !ragged;
        GemmTile tile = new()
        {
            Depth = Depth,
            B = inPlace ? B.At(FirstDepth, FirstCol + first) : Packed + (nint)first * Depth,
            BStep = inPlace ? B.RowStep : vectors * TKernel.Lanes,
            CStep = C.Stride,
            Accumulate = Accumulate,
        };
        for (int r = 0, tileRows; r < rows; r += tileRows)
        {
            tileRows = TKernel.TileRows(rows - r);
            tile.A = PackA ? slabs + r * Depth : A.At(row + r, FirstDepth);
            tile.RowStep = PackA ? 1 : A.RowStep;
            tile.DepthStep = PackA ? tileRows : A.ColStep;
            tile.C = C.RowPointer(row + r) + first;
            if (ragged) MultiplyRagged(tileRows, vectors, tile, Panels.Width(panel));
            else TKernel.Multiply(tileRows, vectors, tile);
        }
    }

    /// <summary>A tile whose last vector sticks out of the matrix is computed aside, and what exists of it is copied.</summary>
    private readonly void MultiplyRagged(int rows, int vectors, GemmTile tile, int width)
    {
        float* target = tile.C;
        nint step = vectors * TKernel.Lanes;
        tile.C = ThreadScratch.Floats(ScratchUse.EdgeTile, (nuint)(TKernel.Rows * TKernel.Vectors * TKernel.Lanes));
        tile.CStep = step;
        tile.Accumulate = false;
        TKernel.Multiply(rows, vectors, tile);
        for (int r = 0; r < rows; r++)
        {
            float* from = tile.C + r * step, to = target + r * C.Stride;
            if (Accumulate)
                for (int j = 0; j < width; j++) to[j] += from[j];
            else
                new ReadOnlySpan<float>(from, width).CopyTo(new Span<float>(to, width));
        }
    }
}
