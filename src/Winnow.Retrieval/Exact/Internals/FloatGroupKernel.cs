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

    static abstract float Finish(float sum);
}

/// <summary>Σ qᵢ xᵢ.</summary>
internal readonly struct ProductTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes query, TLanes vector, TLanes sum) where TLanes : struct, ILanes<TLanes> =>
        TLanes.MultiplyAdd(query, vector, sum);

    public static float Finish(float sum) => sum;
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

    public static float Finish(float sum) => -sum;
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
            TLanes.Store(sum, scores + lane);
        }
        for (int i = 0; i < Group.Vectors; i++) scores[i] = TTerm.Finish(scores[i]);
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
            float* target = scores + lane;
            TLanes.Store(s0, target);
            TLanes.Store(s1, target + 16);
            TLanes.Store(s2, target + 32);
            TLanes.Store(s3, target + 48);
            TLanes.Store(s4, target + 64);
            TLanes.Store(s5, target + 80);
            TLanes.Store(s6, target + 96);
            TLanes.Store(s7, target + 112);
        }
        for (int i = 0; i < Group.Queries * Group.Vectors; i++) scores[i] = TTerm.Finish(scores[i]);
    }
}
