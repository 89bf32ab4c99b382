namespace Winnow.Numerics;

/// <summary>One tile of a product: C[rows, vectors · lanes] = A[rows, depth] · B[depth, vectors · lanes], optionally added to C.</summary>
/// <remarks>Element (r, p) of A lies at A + r·RowStep + p·DepthStep, so that rows in place, columns in place (a transposed
/// factor) and packed slabs are all the same to a kernel.</remarks>
internal unsafe struct GemmTile
{
    internal nint Depth;
    internal float* A;
    internal nint RowStep, DepthStep;
    internal float* B;
    internal nint BStep;
    internal float* C;
    internal nint CStep;
    internal bool Accumulate;
}

/// <summary>The innermost loop of a product, for one width of vector.</summary>
/// <remarks>Every element is one chain of multiply-adds over the depth, in ascending order, then at most one addition to C.
/// So a result depends neither on the position in a tile nor on the shape of the tile.</remarks>
internal interface IGemmKernel
{
    /// <summary>Most rows in a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Most vectors in a row of a tile.</summary>
    static abstract int Vectors { get; }

    /// <summary>Floats in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Rows that a tile can have when <paramref name="left"/> ≥ 1 remain.</summary>
    static abstract int TileRows(int left);

    /// <summary>Computes a tile of <paramref name="rows"/> (from <see cref="TileRows"/>) × <paramref name="vectors"/>.</summary>
    static abstract void Multiply(int rows, int vectors, in GemmTile tile);
}
