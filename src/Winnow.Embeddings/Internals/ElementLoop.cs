using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Winnow.Embeddings;

/// <summary>The update of one element, written for lanes of any width.</summary>
internal unsafe interface IElementRule
{
    /// <summary>Updates the lanes at <paramref name="vector"/> and in each state slot, slots being
    /// <paramref name="slotStride"/> floats apart.</summary>
    void Apply<TLanes>(float* vector, float* state, float* gradient, int slotStride) where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Runs an <see cref="IElementRule"/> over a row: the widest lanes first, then narrower ones for the tail.</summary>
internal static unsafe class ElementLoop
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run<TRule>(in TRule rule, float* vector, float* state, float* gradient, int dimension)
        where TRule : struct, IElementRule
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= dimension - 16; i += 16) rule.Apply<Lanes16>(vector + i, state + i, gradient + i, dimension);
        if (i < dimension) RunTail(rule, vector, state, gradient, dimension, i);
    }

    private static void RunTail<TRule>(in TRule rule, float* vector, float* state, float* gradient, int dimension, nint i)
        where TRule : struct, IElementRule
    {
        if (Vector256.IsHardwareAccelerated)
            for (; i <= dimension - 8; i += 8) rule.Apply<Lanes8>(vector + i, state + i, gradient + i, dimension);
        for (; i <= dimension - 4; i += 4) rule.Apply<Lanes4>(vector + i, state + i, gradient + i, dimension);
        for (; i < dimension; i++) rule.Apply<Lanes1>(vector + i, state + i, gradient + i, dimension);
    }
}
