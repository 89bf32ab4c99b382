using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Numerics;

/// <summary>Tiles of up to 8 × 48 in 512-bit registers: 24 accumulators, 3 registers of B, 1 of A, out of 32.</summary>
internal readonly unsafe struct GemmKernel512 : IGemmKernel
{
    public static int Rows => 8;

    public static int Vectors => 3;

    public static int Lanes => 16;

    public static int TileRows(int left) => left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;

    public static void Multiply(int rows, int vectors, in GemmTile tile)
    {
        switch (rows)
        {
            case 8: Multiply<Eight>(vectors, tile); break;
            case 4: Multiply<Four>(vectors, tile); break;
            case 2: Multiply<Two>(vectors, tile); break;
            default: Multiply<One>(vectors, tile); break;
        }
    }

    private static void Multiply<TRows>(int vectors, in GemmTile tile) where TRows : struct, ISmall
    {
        if (vectors == 3) Multiply<TRows, Three>(tile);
        else if (vectors == 2) Multiply<TRows, Two>(tile);
        else Multiply<TRows, One>(tile);
    }

    // The accumulators are written out, because only locals live in registers; branches on TRows and TVectors cost nothing,
    // the JIT sees constants. Three base pointers reach all eight rows by x86 addressing (base + 0, 1, 2 steps).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TVectors>(in GemmTile tile) where TRows : struct, ISmall where TVectors : struct, ISmall
    {
        Vector512<float> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector512<float> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        Vector512<float> c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
        Vector512<float> c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
        Prefetch<TRows, TVectors>(tile.C, tile.CStep);
        nint rowStep = tile.RowStep, depthStep = tile.DepthStep, bStep = tile.BStep;
        float* a0 = tile.A, a3 = a0 + 3 * rowStep, a6 = a3 + 3 * rowStep, b = tile.B;
        for (nint depth = tile.Depth; depth > 0; depth--)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = default, b2 = default;
            if (TVectors.Value > 1) b1 = Vector512.Load(b + 16);
            if (TVectors.Value > 2) b2 = Vector512.Load(b + 32);
            Row<TVectors>(a0, b0, b1, b2, ref c00, ref c01, ref c02);
            if (TRows.Value > 1) Row<TVectors>(a0 + rowStep, b0, b1, b2, ref c10, ref c11, ref c12);
            if (TRows.Value > 2) Row<TVectors>(a0 + 2 * rowStep, b0, b1, b2, ref c20, ref c21, ref c22);
            if (TRows.Value > 3) Row<TVectors>(a3, b0, b1, b2, ref c30, ref c31, ref c32);
            if (TRows.Value > 4) Row<TVectors>(a3 + rowStep, b0, b1, b2, ref c40, ref c41, ref c42);
            if (TRows.Value > 5) Row<TVectors>(a3 + 2 * rowStep, b0, b1, b2, ref c50, ref c51, ref c52);
            if (TRows.Value > 6) Row<TVectors>(a6, b0, b1, b2, ref c60, ref c61, ref c62);
            if (TRows.Value > 7) Row<TVectors>(a6 + rowStep, b0, b1, b2, ref c70, ref c71, ref c72);
            a0 += depthStep;
            if (TRows.Value > 3) a3 += depthStep;
            if (TRows.Value > 6) a6 += depthStep;
            b += bStep;
        }
        float* c = tile.C;
        nint cStep = tile.CStep;
        bool accumulate = tile.Accumulate;
        Store<TVectors>(c, c00, c01, c02, accumulate);
        if (TRows.Value > 1) Store<TVectors>(c += cStep, c10, c11, c12, accumulate);
        if (TRows.Value > 2) Store<TVectors>(c += cStep, c20, c21, c22, accumulate);
        if (TRows.Value > 3) Store<TVectors>(c += cStep, c30, c31, c32, accumulate);
        if (TRows.Value > 4) Store<TVectors>(c += cStep, c40, c41, c42, accumulate);
        if (TRows.Value > 5) Store<TVectors>(c += cStep, c50, c51, c52, accumulate);
        if (TRows.Value > 6) Store<TVectors>(c += cStep, c60, c61, c62, accumulate);
        if (TRows.Value > 7) Store<TVectors>(c += cStep, c70, c71, c72, accumulate);
    }

    /// <summary>Calls the lines of the result into the cache while the products are still being formed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TRows, TVectors>(float* c, nint cStep) where TRows : struct, ISmall where TVectors : struct, ISmall
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < TRows.Value; row++, c += cStep)
        {
            Sse.Prefetch0(c);
            if (TVectors.Value > 1) Sse.Prefetch0(c + 16);
            if (TVectors.Value > 2) Sse.Prefetch0(c + 32);
            Sse.Prefetch0(c + 16 * TVectors.Value - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TVectors>(
        float* a, Vector512<float> b0, Vector512<float> b1, Vector512<float> b2,
        ref Vector512<float> c0, ref Vector512<float> c1, ref Vector512<float> c2) where TVectors : struct, ISmall
    {
        Vector512<float> x = Vector512.Create(*a);
        c0 = Vector512.FusedMultiplyAdd(x, b0, c0);
        if (TVectors.Value > 1) c1 = Vector512.FusedMultiplyAdd(x, b1, c1);
        if (TVectors.Value > 2) c2 = Vector512.FusedMultiplyAdd(x, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(float* c, Vector512<float> c0, Vector512<float> c1, Vector512<float> c2, bool accumulate)
        where TVectors : struct, ISmall
    {
        if (accumulate)
        {
            c0 += Vector512.Load(c);
            if (TVectors.Value > 1) c1 += Vector512.Load(c + 16);
            if (TVectors.Value > 2) c2 += Vector512.Load(c + 32);
        }
        c0.Store(c);
        if (TVectors.Value > 1) c1.Store(c + 16);
        if (TVectors.Value > 2) c2.Store(c + 32);
    }
}
