using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Numerics;

/// <summary>Copies of factors in the order in which the kernels read them.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>A panel of the right factor: <paramref name="depth"/> rows of <paramref name="padded"/> columns without gaps,
    /// zeros in the columns from <paramref name="width"/> on.</summary>
    internal static void PackPanel(GemmOperand b, nint row, int depth, nint col, int width, int padded, float* target)
    {
        if (b.ColStep == 1) CopyRows(b.At(row, col), b.RowStep, depth, width, padded, target);
        else Interleave(b.At(row, col), b.ColStep, width, depth, padded, target);
    }

    /// <summary>Slabs of the left factor, one after the other: for each of <paramref name="depth"/> columns, the elements of the
    /// rows of the slab, no gaps.</summary>
    internal static void PackSlabs<TKernel>(GemmOperand a, nint row, int rows, nint col, int depth, float* target)
        where TKernel : struct, IGemmKernel
    {
        int full = rows / TKernel.Rows;
        // Whole lines of a transposed factor are read once and dealt out, instead of being visited by each slab again.
        if (a.RowStep == 1) Deal(a.At(row, col), a.ColStep, full, TKernel.Rows, depth, target);
        for (int r = a.RowStep == 1 ? full * TKernel.Rows : 0, tileRows; r < rows; r += tileRows)
        {
            tileRows = TKernel.TileRows(rows - r);
            if (a.RowStep == 1) CopyRows(a.At(row + r, col), a.ColStep, depth, tileRows, tileRows, target + r * depth);
            else Interleave(a.At(row + r, col), a.RowStep, tileRows, depth, tileRows, target + r * depth);
        }
    }

    private static void Deal(float* source, nint step, int slabs, int slabRows, int depth, float* target)
    {
        nint slabFloats = (nint)slabRows * depth;
        for (int p = 0; p < depth; p++, source += step, target += slabRows)
        {
            float* from = source, to = target;
            for (int slab = 0; slab < slabs; slab++, from += slabRows, to += slabFloats)
            {
                int r = 0;
                for (; r <= slabRows - 8; r += 8) Vector256.Store(Vector256.Load(from + r), to + r);
                for (; r < slabRows; r++) to[r] = from[r];
            }
        }
    }

    private static void CopyRows(float* source, nint step, int count, int width, int padded, float* target)
    {
        for (int i = 0; i < count; i++)
        {
            int j = 0;
            for (; j <= width - 8; j += 8) Vector256.Store(Vector256.Load(source + j), target + j);
            for (; j < width; j++) target[j] = source[j];
            for (; j < padded; j++) target[j] = 0;
            source += step;
            target += padded;
        }
    }

    /// <summary>target[p·padded + i] = source[i·step + p]: a transposition.</summary>
    private static void Interleave(float* source, nint step, int width, int depth, int padded, float* target)
    {
        int i = 0;
        for (; i <= width - 8; i += 8) InterleaveEight(source + i * step, step, depth, padded, target + i);
        for (; i < width; i++)
            for (int p = 0; p < depth; p++) target[(nint)p * padded + i] = source[i * step + p];
        for (; i < padded; i++)
            for (int p = 0; p < depth; p++) target[(nint)p * padded + i] = 0;
    }

    private static void InterleaveEight(float* source, nint step, int depth, int padded, float* target)
    {
        int p = 0;
        if (Avx.IsSupported)
            for (; p <= depth - 8; p += 8) TransposeEight(source + p, step, target + (nint)p * padded, padded);
        for (; p < depth; p++)
            for (int i = 0; i < 8; i++) target[(nint)p * padded + i] = source[i * step + p];
    }

    /// <summary>An 8 × 8 transposition: pairs, then quads, then halves of a register change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeEight(float* source, nint step, float* target, nint targetStep)
    {
        Vector256<float> r0 = Vector256.Load(source), r1 = Vector256.Load(source + step);
        Vector256<float> r2 = Vector256.Load(source + 2 * step), r3 = Vector256.Load(source + 3 * step);
        Vector256<float> r4 = Vector256.Load(source + 4 * step), r5 = Vector256.Load(source + 5 * step);
        Vector256<float> r6 = Vector256.Load(source + 6 * step), r7 = Vector256.Load(source + 7 * step);

        Vector256<float> t0 = Avx.UnpackLow(r0, r1), t1 = Avx.UnpackHigh(r0, r1), t2 = Avx.UnpackLow(r2, r3);
        Vector256<float> t3 = Avx.UnpackHigh(r2, r3), t4 = Avx.UnpackLow(r4, r5), t5 = Avx.UnpackHigh(r4, r5);
        Vector256<float> t6 = Avx.UnpackLow(r6, r7), t7 = Avx.UnpackHigh(r6, r7);

        r0 = Avx.Shuffle(t0, t2, 0x44);
        r1 = Avx.Shuffle(t0, t2, 0xEE);
        r2 = Avx.Shuffle(t1, t3, 0x44);
        r3 = Avx.Shuffle(t1, t3, 0xEE);
        r4 = Avx.Shuffle(t4, t6, 0x44);
        r5 = Avx.Shuffle(t4, t6, 0xEE);
        r6 = Avx.Shuffle(t5, t7, 0x44);
        r7 = Avx.Shuffle(t5, t7, 0xEE);

        Avx.Permute2x128(r0, r4, 0x20).Store(target);
        Avx.Permute2x128(r1, r5, 0x20).Store(target + targetStep);
        Avx.Permute2x128(r2, r6, 0x20).Store(target + 2 * targetStep);
        Avx.Permute2x128(r3, r7, 0x20).Store(target + 3 * targetStep);
        Avx.Permute2x128(r0, r4, 0x31).Store(target + 4 * targetStep);
        Avx.Permute2x128(r1, r5, 0x31).Store(target + 5 * targetStep);
        Avx.Permute2x128(r2, r6, 0x31).Store(target + 6 * targetStep);
        Avx.Permute2x128(r3, r7, 0x31).Store(target + 7 * targetStep);
    }
}
