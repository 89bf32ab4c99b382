using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Retrieval;

/// <summary>Products of two vectors that lie in rows padded with zeros, so that there are no tails.</summary>
/// <remarks>The floats are summed in sixteen lanes, element i in lane i mod 16 by fused multiply-add, and the lanes by halves:
/// an order that no width of vector unit changes. So every machine gets the same bits. The integers are exact anyway.</remarks>
internal static unsafe class RowKernels
{
    /// <summary>Floats a row is padded to a multiple of.</summary>
    internal const int FloatLanes = 16;

    /// <summary>Signed bytes a row is padded to a multiple of: one cache line.</summary>
    internal const int ByteLanes = 64;

    internal static int PaddedFloats(int dimension) => (dimension + FloatLanes - 1) / FloatLanes * FloatLanes;

    internal static int PaddedBytes(int dimension) => (dimension + ByteLanes - 1) / ByteLanes * ByteLanes;

    /// <summary>Σ xᵢ yᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Dot(float* x, float* y, int padded)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> sum = default;
            for (nint i = 0; i < padded; i += 16) sum = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), sum);
            return SumLanes(sum.GetLower() + sum.GetUpper());
        }
        return Vector256.IsHardwareAccelerated ? Dot256(x, y, padded) : Dot128(x, y, padded);
    }

    /// <summary>Σ (xᵢ − yᵢ)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float SquaredDistance(float* x, float* y, int padded)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> sum = default;
            for (nint i = 0; i < padded; i += 16)
            {
                Vector512<float> gap = Vector512.Load(x + i) - Vector512.Load(y + i);
                sum = Vector512.FusedMultiplyAdd(gap, gap, sum);
            }
            return SumLanes(sum.GetLower() + sum.GetUpper());
        }
        return Vector256.IsHardwareAccelerated ? SquaredDistance256(x, y, padded) : SquaredDistance128(x, y, padded);
    }

    /// <summary>Σ xᵢ yᵢ of a query that was widened once and a stored vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Dot(short* x, sbyte* y, int padded)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<int> a = default, b = default;
            for (nint i = 0; i < padded; i += 64)
            {
                Vector512<short> low = Avx512BW.ConvertToVector512Int16(Vector256.Load(y + i));
                Vector512<short> high = Avx512BW.ConvertToVector512Int16(Vector256.Load(y + i + 32));
                a += Avx512BW.MultiplyAddAdjacent(low, Vector512.Load(x + i));
                b += Avx512BW.MultiplyAddAdjacent(high, Vector512.Load(x + i + 32));
            }
            a += b;
            return SumLanes(a.GetLower() + a.GetUpper());
        }
        return Avx2.IsSupported ? Dot256(x, y, padded) : DotPlain(x, y, padded);
    }

    /// <summary>Σ xᵢ yᵢ of a widened query of 64 elements, held in two registers, and four stored vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> FourDots(Vector512<short> low, Vector512<short> high, byte* a, byte* b, byte* c, byte* d)
    {
        return SumLanes(EightSums(low, high, a), EightSums(low, high, b), EightSums(low, high, c), EightSums(low, high, d));
    }

    /// <summary>Σ xᵢ yᵢ of a widened query and four stored vectors of any length, on vector units of 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> FourDots256(short* query, byte* a, byte* b, byte* c, byte* d, int padded)
    {
        Vector256<int> p = default, q = default, r = default, s = default;
        for (nint i = 0; i < padded; i += 16)
        {
            Vector256<short> words = Vector256.Load(query + i);
            p += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load((sbyte*)a + i)), words);
            q += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load((sbyte*)b + i)), words);
            r += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load((sbyte*)c + i)), words);
            s += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load((sbyte*)d + i)), words);
        }
        return SumLanes(p, q, r, s);
    }

    /// <summary>The sums of four times eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> SumLanes(Vector256<int> p, Vector256<int> q, Vector256<int> r, Vector256<int> s)
    {
        Vector256<int> pq = Avx2.UnpackLow(p, q) + Avx2.UnpackHigh(p, q), rs = Avx2.UnpackLow(r, s) + Avx2.UnpackHigh(r, s);
        Vector256<int> all = Avx2.UnpackLow(pq.AsInt64(), rs.AsInt64()).AsInt32() + Avx2.UnpackHigh(pq.AsInt64(), rs.AsInt64()).AsInt32();
        return all.GetLower() + all.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> EightSums(Vector512<short> low, Vector512<short> high, byte* vector)
    {
        Vector512<int> sum = Avx512BW.MultiplyAddAdjacent(low, Avx512BW.ConvertToVector512Int16(Vector256.Load((sbyte*)vector)))
            + Avx512BW.MultiplyAddAdjacent(high, Avx512BW.ConvertToVector512Int16(Vector256.Load((sbyte*)vector + 32)));
        return sum.GetLower() + sum.GetUpper();
    }

    /// <summary>Σ xᵢ yᵢ of two stored vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Dot(sbyte* x, sbyte* y, int padded)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<int> a = default, b = default;
            for (nint i = 0; i < padded; i += 64)
            {
                a += Avx512BW.MultiplyAddAdjacent(
                    Avx512BW.ConvertToVector512Int16(Vector256.Load(y + i)), Avx512BW.ConvertToVector512Int16(Vector256.Load(x + i)));
                b += Avx512BW.MultiplyAddAdjacent(
                    Avx512BW.ConvertToVector512Int16(Vector256.Load(y + i + 32)), Avx512BW.ConvertToVector512Int16(Vector256.Load(x + i + 32)));
            }
            a += b;
            return SumLanes(a.GetLower() + a.GetUpper());
        }
        return Avx2.IsSupported ? Dot256(x, y, padded) : DotPlain(x, y, padded);
    }

    /// <summary>Σ xᵢ yᵢ in the order of the sixteen lanes, element by element: the reference of the fast paths.</summary>
    internal static float DotReference(float* x, float* y, int padded)
    {
        float* lanes = stackalloc float[FloatLanes];
        for (int i = 0; i < padded; i++) lanes[i % FloatLanes] = MathF.FusedMultiplyAdd(x[i], y[i], lanes[i % FloatLanes]);
        return SumLanes(lanes);
    }

    /// <summary>Σ (xᵢ − yᵢ)² in the order of the sixteen lanes.</summary>
    internal static float SquaredDistanceReference(float* x, float* y, int padded)
    {
        float* lanes = stackalloc float[FloatLanes];
        for (int i = 0; i < padded; i++)
        {
            float gap = x[i] - y[i];
            lanes[i % FloatLanes] = MathF.FusedMultiplyAdd(gap, gap, lanes[i % FloatLanes]);
        }
        return SumLanes(lanes);
    }

    internal static int DotPlain(short* x, sbyte* y, int padded)
    {
        int sum = 0;
        for (int i = 0; i < padded; i++) sum += x[i] * y[i];
        return sum;
    }

    internal static int DotPlain(sbyte* x, sbyte* y, int padded)
    {
        int sum = 0;
        for (int i = 0; i < padded; i++) sum += x[i] * y[i];
        return sum;
    }

    internal static float Dot256(float* x, float* y, int padded)
    {
        Vector256<float> low = default, high = default;
        for (nint i = 0; i < padded; i += 16)
        {
            low = Vector256.FusedMultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), low);
            high = Vector256.FusedMultiplyAdd(Vector256.Load(x + i + 8), Vector256.Load(y + i + 8), high);
        }
        return SumLanes(low + high);
    }

    internal static float Dot128(float* x, float* y, int padded)
    {
        Vector128<float> a = default, b = default, c = default, d = default;
        for (nint i = 0; i < padded; i += 16)
        {
            a = Vector128.FusedMultiplyAdd(Vector128.Load(x + i), Vector128.Load(y + i), a);
            b = Vector128.FusedMultiplyAdd(Vector128.Load(x + i + 4), Vector128.Load(y + i + 4), b);
            c = Vector128.FusedMultiplyAdd(Vector128.Load(x + i + 8), Vector128.Load(y + i + 8), c);
            d = Vector128.FusedMultiplyAdd(Vector128.Load(x + i + 12), Vector128.Load(y + i + 12), d);
        }
        return SumLanes((a + c) + (b + d));
    }

    internal static float SquaredDistance256(float* x, float* y, int padded)
    {
        Vector256<float> low = default, high = default;
        for (nint i = 0; i < padded; i += 16)
        {
            Vector256<float> g = Vector256.Load(x + i) - Vector256.Load(y + i), h = Vector256.Load(x + i + 8) - Vector256.Load(y + i + 8);
            low = Vector256.FusedMultiplyAdd(g, g, low);
            high = Vector256.FusedMultiplyAdd(h, h, high);
        }
        return SumLanes(low + high);
    }

    internal static float SquaredDistance128(float* x, float* y, int padded)
    {
        Vector128<float> a = default, b = default, c = default, d = default;
        for (nint i = 0; i < padded; i += 16)
        {
            Vector128<float> e = Vector128.Load(x + i) - Vector128.Load(y + i), f = Vector128.Load(x + i + 4) - Vector128.Load(y + i + 4);
            Vector128<float> g = Vector128.Load(x + i + 8) - Vector128.Load(y + i + 8), h = Vector128.Load(x + i + 12) - Vector128.Load(y + i + 12);
            a = Vector128.FusedMultiplyAdd(e, e, a);
            b = Vector128.FusedMultiplyAdd(f, f, b);
            c = Vector128.FusedMultiplyAdd(g, g, c);
            d = Vector128.FusedMultiplyAdd(h, h, d);
        }
        return SumLanes((a + c) + (b + d));
    }

    internal static int Dot256(short* x, sbyte* y, int padded)
    {
        Vector256<int> a = default, b = default;
        for (nint i = 0; i < padded; i += 32)
        {
            a += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(y + i)), Vector256.Load(x + i));
            b += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(y + i + 16)), Vector256.Load(x + i + 16));
        }
        return SumLanes(a + b);
    }

    internal static int Dot256(sbyte* x, sbyte* y, int padded)
    {
        Vector256<int> a = default;
        for (nint i = 0; i < padded; i += 16)
            a += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(y + i)), Avx2.ConvertToVector256Int16(Vector128.Load(x + i)));
        return SumLanes(a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumLanes(Vector256<float> eight) => SumLanes(eight.GetLower() + eight.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumLanes(Vector128<float> four)
    {
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }

    private static float SumLanes(float* lanes)
    {
        for (int half = FloatLanes / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
        return lanes[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SumLanes(Vector256<int> eight)
    {
        Vector128<int> four = eight.GetLower() + eight.GetUpper();
        four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return four.ToScalar() + four.GetElement(1);
    }
}
