using System.Numerics;
using System.Runtime.CompilerServices;

namespace Winnow.Numerics;

/// <summary>Tiles of up to 6 rows × 2 vectors of the machine's usual width (8 floats with AVX2, 4 with SSE or Neon):
/// 12 accumulators, 2 registers of B, 1 of A, out of the 16 that every such machine has.</summary>
internal readonly unsafe struct GemmKernelVector : IGemmKernel
{
    public static int Rows => 6;

    public static int Vectors => 2;

    public static int Lanes => Vector<float>.Count;

    public static int TileRows(int left) => left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;

    public static void Multiply(int rows, int vectors, in GemmTile tile)
    {
        switch (rows)
        {
            case 6: Multiply<Six>(vectors, tile); break;
            case 4: Multiply<Four>(vectors, tile); break;
            case 2: Multiply<Two>(vectors, tile); break;
            default: Multiply<One>(vectors, tile); break;
        }
    }

    private static void Multiply<TRows>(int vectors, in GemmTile tile) where TRows : struct, ISmall
    {
        if (vectors == 2) Multiply<TRows, Two>(tile);
        else Multiply<TRows, One>(tile);
    }

    // Laid out as GemmKernel512, which explains it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TVectors>(in GemmTile tile) where TRows : struct, ISmall where TVectors : struct, ISmall
    {
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        nint rowStep = tile.RowStep, depthStep = tile.DepthStep, bStep = tile.BStep;
        float* a0 = tile.A, a3 = a0 + 3 * rowStep, b = tile.B;
        for (nint depth = tile.Depth; depth > 0; depth--)
        {
            Vector<float> b0 = Vector.Load(b), b1 = default;
            if (TVectors.Value > 1) b1 = Vector.Load(b + Vector<float>.Count);
            Row<TVectors>(a0, b0, b1, ref c00, ref c01);
            if (TRows.Value > 1) Row<TVectors>(a0 + rowStep, b0, b1, ref c10, ref c11);
            if (TRows.Value > 2) Row<TVectors>(a0 + 2 * rowStep, b0, b1, ref c20, ref c21);
            if (TRows.Value > 3) Row<TVectors>(a3, b0, b1, ref c30, ref c31);
            if (TRows.Value > 4) Row<TVectors>(a3 + rowStep, b0, b1, ref c40, ref c41);
            if (TRows.Value > 5) Row<TVectors>(a3 + 2 * rowStep, b0, b1, ref c50, ref c51);
            a0 += depthStep;
            if (TRows.Value > 3) a3 += depthStep;
            b += bStep;
        }
        float* c = tile.C;
        nint cStep = tile.CStep;
        bool accumulate = tile.Accumulate;
        Store<TVectors>(c, c00, c01, accumulate);
        if (TRows.Value > 1) Store<TVectors>(c += cStep, c10, c11, accumulate);
        if (TRows.Value > 2) Store<TVectors>(c += cStep, c20, c21, accumulate);
        if (TRows.Value > 3) Store<TVectors>(c += cStep, c30, c31, accumulate);
        if (TRows.Value > 4) Store<TVectors>(c += cStep, c40, c41, accumulate);
        if (TRows.Value > 5) Store<TVectors>(c += cStep, c50, c51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TVectors>(float* a, Vector<float> b0, Vector<float> b1, ref Vector<float> c0, ref Vector<float> c1)
        where TVectors : struct, ISmall
    {
        Vector<float> x = new(*a);
        c0 = Vector.MultiplyAddEstimate(x, b0, c0);         // fused where the machine can: never emulated
        if (TVectors.Value > 1) c1 = Vector.MultiplyAddEstimate(x, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(float* c, Vector<float> c0, Vector<float> c1, bool accumulate)
        where TVectors : struct, ISmall
    {
        if (accumulate)
        {
            c0 += Vector.Load(c);
            if (TVectors.Value > 1) c1 += Vector.Load(c + Vector<float>.Count);
        }
        c0.Store(c);
        if (TVectors.Value > 1) c1.Store(c + Vector<float>.Count);
    }
}
