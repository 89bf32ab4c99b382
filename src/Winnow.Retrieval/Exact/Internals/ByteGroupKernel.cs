using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Retrieval;

/// <summary>Groups of signed bytes, two elements of each vector a step, and queries in 16 bits, two elements a word of 32. Sums are
/// whole numbers and exact, then rounded to the nearest float; scales come afterwards.</summary>
internal readonly unsafe struct ByteGroupKernel<TWidth> : IGroupKernel where TWidth : struct, IByteWidth
{
    private const int StepBytes = 2 * Group.Vectors;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(byte* group, float* query, int steps, float* scores)
    {
        if (TWidth.Bits == 512) One512(group, (int*)query, steps, scores);
        else if (TWidth.Bits == 256) One256(group, (int*)query, steps, scores);
        else OnePlain(group, (short*)query, 2, steps, scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(byte* group, float* queries, int steps, float* scores)
    {
        if (TWidth.Bits == 512)
        {
            Eight512(group, (int*)queries, steps, scores);
            return;
        }
        for (int i = 0; i < Group.Queries; i++)
        {
            if (TWidth.Bits == 256) One256(group, (int*)queries + i, steps, scores + i * Group.Vectors, Group.Queries);
            else OnePlain(group, (short*)queries + 2 * i, 2 * Group.Queries, steps, scores + i * Group.Vectors);
        }
    }

    public static void EightOfTwo(byte* groups, float* queries, int steps, float* scores)
    {
        Eight(groups, queries, steps, scores);
        Eight(groups + (nint)steps * StepBytes, queries, steps, scores + Group.Queries * Group.Vectors);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One512(byte* group, int* query, int steps, float* scores)
    {
        Vector512<int> even = default, odd = default;
        nint i = 0;
        for (; i + 2 <= steps; i += 2)
        {
            even += Avx512BW.MultiplyAddAdjacent(Words(group), Vector512.Create(query[i]).AsInt16());
            odd += Avx512BW.MultiplyAddAdjacent(Words(group + StepBytes), Vector512.Create(query[i + 1]).AsInt16());
            group += 2 * StepBytes;
        }
        if (i < steps) even += Avx512BW.MultiplyAddAdjacent(Words(group), Vector512.Create(query[i]).AsInt16());
        Vector512.ConvertToSingle(even + odd).Store(scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight512(byte* group, int* q, int steps, float* scores)
    {
        Vector512<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (nint i = steps; i > 0; i--)
        {
            Vector512<short> words = Words(group);
            s0 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[0]).AsInt16());
            s1 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[1]).AsInt16());
            s2 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[2]).AsInt16());
            s3 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[3]).AsInt16());
            s4 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[4]).AsInt16());
            s5 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[5]).AsInt16());
            s6 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[6]).AsInt16());
            s7 += Avx512BW.MultiplyAddAdjacent(words, Vector512.Create(q[7]).AsInt16());
            group += StepBytes;
            q += Group.Queries;
        }
        Vector512.ConvertToSingle(s0).Store(scores);
        Vector512.ConvertToSingle(s1).Store(scores + 16);
        Vector512.ConvertToSingle(s2).Store(scores + 32);
        Vector512.ConvertToSingle(s3).Store(scores + 48);
        Vector512.ConvertToSingle(s4).Store(scores + 64);
        Vector512.ConvertToSingle(s5).Store(scores + 80);
        Vector512.ConvertToSingle(s6).Store(scores + 96);
        Vector512.ConvertToSingle(s7).Store(scores + 112);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Words(byte* group) => Avx512BW.ConvertToVector512Int16(Vector256.Load((sbyte*)group));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One256(byte* group, int* query, int steps, float* scores, int queryStep = 1)
    {
        Vector256<int> low = default, high = default;
        for (nint i = 0; i < steps; i++)
        {
            Vector256<short> pair = Vector256.Create(query[i * queryStep]).AsInt16();
            low += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load((sbyte*)group)), pair);
            high += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load((sbyte*)group + 16)), pair);
            group += StepBytes;
        }
        Vector256.ConvertToSingle(low).Store(scores);
        Vector256.ConvertToSingle(high).Store(scores + 8);
    }

    private static void OnePlain(byte* group, short* query, int queryStep, int steps, float* scores)
    {
        for (int lane = 0; lane < Group.Vectors; lane++)
        {
            sbyte* x = (sbyte*)group + 2 * lane;
            int sum = 0;
            for (nint i = 0; i < steps; i++)
            {
                short* pair = query + i * queryStep;
                sum += x[i * StepBytes] * pair[0] + x[i * StepBytes + 1] * pair[1];
            }
            scores[lane] = sum;
        }
    }
}

/// <summary>Width of the vector unit, as a type.</summary>
internal interface IByteWidth
{
    static abstract int Bits { get; }
}

/// <summary>512 bits.</summary>
internal readonly struct Bytes512 : IByteWidth
{
    public static int Bits => 512;
}

/// <summary>256 bits.</summary>
internal readonly struct Bytes256 : IByteWidth
{
    public static int Bits => 256;
}

/// <summary>No vectors.</summary>
internal readonly struct BytesPlain : IByteWidth
{
    public static int Bits => 0;
}
