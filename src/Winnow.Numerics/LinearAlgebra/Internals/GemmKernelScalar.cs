namespace Winnow.Numerics;

/// <summary>Tiles of up to 4 × 4 without vectors, for machines that have none.</summary>
internal readonly unsafe struct GemmKernelScalar : IGemmKernel
{
    public static int Rows => 4;

    public static int Vectors => 4;

    public static int Lanes => 1;

    public static int TileRows(int left) => Math.Min(left, 4);

    public static void Multiply(int rows, int vectors, in GemmTile tile)
    {
        for (int r = 0; r < rows; r++)
        {
            float* a = tile.A + r * tile.RowStep, c = tile.C + r * tile.CStep;
            for (int v = 0; v < vectors; v++)
            {
                float sum = 0;
                for (nint p = 0; p < tile.Depth; p++) sum += a[p * tile.DepthStep] * tile.B[p * tile.BStep + v];
                c[v] = tile.Accumulate ? c[v] + sum : sum;
            }
        }
    }
}
