using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Retrieval;

/// <summary>Float32, negative inner product.</summary>
internal unsafe struct FloatProduct : INodeSpace<FloatProduct>
{
    private byte* _nodes;
    private nint _nodeBytes;
    private float* _query;
    private int _padded;

    public static FloatProduct Toward(HnswStore store, float* query, short* words) =>
        new() { _nodes = store.Nodes, _nodeBytes = store.Shape.NodeBytes, _query = query, _padded = store.Shape.RowFloats };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Distance(int slot) => -RowKernels.Dot(_query, Row(slot), _padded);

    public readonly void Distances(uint* slots, int count, float* target)
    {
        for (int i = 0; i < count; i++) target[i] = Distance((int)slots[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Between(int a, int b) => -RowKernels.Dot(Row(a), Row(b), _padded);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(int slot) => Lines.Prefetch((byte*)Row(slot), _padded * sizeof(float));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float* Row(int slot) => (float*)(_nodes + slot * _nodeBytes);
}

/// <summary>Float32, squared Euclidean distance.</summary>
internal unsafe struct FloatEuclidean : INodeSpace<FloatEuclidean>
{
    private byte* _nodes;
    private nint _nodeBytes;
    private float* _query;
    private int _padded;

    public static FloatEuclidean Toward(HnswStore store, float* query, short* words) =>
        new() { _nodes = store.Nodes, _nodeBytes = store.Shape.NodeBytes, _query = query, _padded = store.Shape.RowFloats };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Distance(int slot) => RowKernels.SquaredDistance(_query, Row(slot), _padded);

    public readonly void Distances(uint* slots, int count, float* target)
    {
        for (int i = 0; i < count; i++) target[i] = Distance((int)slots[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Between(int a, int b) => RowKernels.SquaredDistance(Row(a), Row(b), _padded);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(int slot) => Lines.Prefetch((byte*)Row(slot), _padded * sizeof(float));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float* Row(int slot) => (float*)(_nodes + slot * _nodeBytes);
}

/// <summary>Cache lines asked for ahead of their use.</summary>
internal static unsafe class Lines
{
    private const int LineBytes = 64, MostLines = 8;        // of one vector; hardware takes over beyond

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Prefetch(byte* first, int bytes)
    {
        if (!Sse.IsSupported) return;
        int end = Math.Min(bytes, MostLines * LineBytes);
        for (int i = 0; i < end; i += LineBytes) Sse.Prefetch0(first + i);
    }
}
