using System.Runtime.CompilerServices;

namespace Winnow.Retrieval;

/// <summary>How elements of a group are stored.</summary>
internal unsafe interface IElement
{
    static abstract int Bytes { get; }

    static abstract TLanes Load<TLanes>(byte* source) where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Elements in float32.</summary>
internal readonly unsafe struct FloatElement : IElement
{
    public static int Bytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* source) where TLanes : struct, ILanes<TLanes> => TLanes.Load((float*)source);
}

/// <summary>Elements in bfloat16.</summary>
internal readonly unsafe struct BFloat16Element : IElement
{
    public static int Bytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* source) where TLanes : struct, ILanes<TLanes> => TLanes.Widen((ushort*)source);
}

/// <summary>What is summed over the elements.</summary>
internal interface ITerm
{
    static abstract TLanes Add<TLanes>(TLanes query, TLanes vector, TLanes sum) where TLanes : struct, ILanes<TLanes>;

    static abstract TLanes Finish<TLanes>(TLanes sum) where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Σ qᵢ xᵢ.</summary>
internal readonly struct ProductTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes query, TLanes vector, TLanes sum) where TLanes : struct, ILanes<TLanes> =>
        TLanes.MultiplyAdd(query, vector, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes sum) where TLanes : struct, ILanes<TLanes> => sum;
}

/// <summary>−Σ (qᵢ − xᵢ)².</summary>
internal readonly struct EuclideanTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes query, TLanes vector, TLanes sum) where TLanes : struct, ILanes<TLanes>
    {
        TLanes gap = TLanes.Subtract(query, vector);
        return TLanes.MultiplyAdd(gap, gap, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes sum) where TLanes : struct, ILanes<TLanes> => TLanes.Subtract(default, sum);
}

/// <summary>Groups of floats.</summary>
internal readonly unsafe struct FloatGroupKernel<TLanes, TElement, TTerm> : IGroupKernel
    where TLanes : struct, ILanes<TLanes>
    where TElement : struct, IElement
    where TTerm : struct, ITerm
{
    private static int StepBytes => Group.Vectors * TElement.Bytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(byte* group, float* query, int steps, float* scores)
    {
        for (int lane = 0; lane < Group.Vectors; lane += TLanes.Count)
        {
            byte* x = group + lane * TElement.Bytes;
            TLanes sum = default;
            for (nint i = 0; i < steps; i++)
            {
                sum = TTerm.Add(TLanes.Broadcast(query[i]), TElement.Load<TLanes>(x), sum);
                x += StepBytes;
            }
            TLanes.Store(TTerm.Finish(sum), scores + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(byte* group, float* queries, int steps, float* scores)
    {
        for (int lane = 0; lane < Group.Vectors; lane += TLanes.Count)
        {
            byte* x = group + lane * TElement.Bytes;
            float* q = queries;
            TLanes s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            for (nint i = steps; i > 0; i--)
            {
                TLanes vector = TElement.Load<TLanes>(x);
                s0 = TTerm.Add(TLanes.Broadcast(q[0]), vector, s0);
                s1 = TTerm.Add(TLanes.Broadcast(q[1]), vector, s1);
                s2 = TTerm.Add(TLanes.Broadcast(q[2]), vector, s2);
                s3 = TTerm.Add(TLanes.Broadcast(q[3]), vector, s3);
                s4 = TTerm.Add(TLanes.Broadcast(q[4]), vector, s4);
                s5 = TTerm.Add(TLanes.Broadcast(q[5]), vector, s5);
                s6 = TTerm.Add(TLanes.Broadcast(q[6]), vector, s6);
                s7 = TTerm.Add(TLanes.Broadcast(q[7]), vector, s7);
                x += StepBytes;
                q += Group.Queries;
            }
            StoreEight(scores + lane, s0, s1, s2, s3, s4, s5, s6, s7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightOfTwo(byte* groups, float* queries, int steps, float* scores)
    {
        byte* second = groups + (nint)steps * StepBytes;
        if (TLanes.Count < Group.Vectors)           // sixteen sums and two vectors need more registers than narrow units have
        {
            Eight(groups, queries, steps, scores);
            Eight(second, queries, steps, scores + Group.Queries * Group.Vectors);
            return;
        }
        TLanes s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        TLanes t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
        for (nint i = steps; i > 0; i--)
        {
            TLanes a = TElement.Load<TLanes>(groups), b = TElement.Load<TLanes>(second);
            Both(queries[0], a, b, ref s0, ref t0);
            Both(queries[1], a, b, ref s1, ref t1);
            Both(queries[2], a, b, ref s2, ref t2);
            Both(queries[3], a, b, ref s3, ref t3);
            Both(queries[4], a, b, ref s4, ref t4);
            Both(queries[5], a, b, ref s5, ref t5);
            Both(queries[6], a, b, ref s6, ref t6);
            Both(queries[7], a, b, ref s7, ref t7);
            groups += StepBytes;
            second += StepBytes;
            queries += Group.Queries;
        }
        StoreEight(scores, s0, s1, s2, s3, s4, s5, s6, s7);
        StoreEight(scores + Group.Queries * Group.Vectors, t0, t1, t2, t3, t4, t5, t6, t7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both(float query, TLanes a, TLanes b, ref TLanes s, ref TLanes t)
    {
        TLanes q = TLanes.Broadcast(query);
        s = TTerm.Add(q, a, s);
        t = TTerm.Add(q, b, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEight(float* target, TLanes s0, TLanes s1, TLanes s2, TLanes s3, TLanes s4, TLanes s5, TLanes s6, TLanes s7)
    {
        TLanes.Store(TTerm.Finish(s0), target);
        TLanes.Store(TTerm.Finish(s1), target + 16);
        TLanes.Store(TTerm.Finish(s2), target + 32);
        TLanes.Store(TTerm.Finish(s3), target + 48);
        TLanes.Store(TTerm.Finish(s4), target + 64);
        TLanes.Store(TTerm.Finish(s5), target + 80);
        TLanes.Store(TTerm.Finish(s6), target + 96);
        TLanes.Store(TTerm.Finish(s7), target + 112);
    }
}
