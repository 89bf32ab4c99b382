using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Retrieval;

/// <summary>Products of a query with four nodes at a time: their sums across lanes are formed together, and a query of 64 elements,
/// the most frequent length, stays in two registers of 512 bits.</summary>
internal static unsafe class FourNodes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<short> Half(short* query, int half) => Avx512BW.IsSupported ? Vector512.Load(query + 32 * half) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> Dots(byte* nodes, nint nodeBytes, uint* slots, short* query, int padded, Vector512<short> low, Vector512<short> high)
    {
        byte* a = nodes + (nint)slots[0] * nodeBytes, b = nodes + (nint)slots[1] * nodeBytes;
        byte* c = nodes + (nint)slots[2] * nodeBytes, d = nodes + (nint)slots[3] * nodeBytes;
        return Avx512BW.IsSupported && padded == RowKernels.ByteLanes
            ? RowKernels.FourDots(low, high, a, b, c, d)
            : RowKernels.FourDots256(query, a, b, c, d, padded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Gather(float* values, uint* slots) =>
        Vector128.Create(values[slots[0]], values[slots[1]], values[slots[2]], values[slots[3]]);
}

/// <summary>Signed bytes, negative inner product: −s_q s_x Σ qᵢ xᵢ.</summary>
internal unsafe struct ByteProduct : INodeSpace<ByteProduct>
{
    private byte* _nodes;
    private nint _nodeBytes;
    private float* _scales;
    private short* _query;
    private float _factor;
    private int _padded;

    public static ByteProduct Toward(HnswStore store, float* query, short* words) => new()
    {
        _nodes = store.Nodes,
        _nodeBytes = store.Shape.NodeBytes,
        _scales = store.Scales,
        _query = words,
        _factor = -Quantizer.Query(new ReadOnlySpan<float>(query, store.Shape.Dimension), words),
        _padded = store.Shape.VectorBytes,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Distance(int slot) => RowKernels.Dot(_query, Bytes(slot), _padded) * (_factor * _scales[slot]);

    public readonly void Distances(uint* slots, int count, float* target)
    {
        int i = 0;
        if (Avx2.IsSupported)
        {
            Vector512<short> low = FourNodes.Half(_query, 0), high = FourNodes.Half(_query, 1);
            Vector128<float> factor = Vector128.Create(_factor);
            byte* nodes = _nodes;
            nint nodeBytes = _nodeBytes;
            float* scales = _scales;
            for (; i <= count - 4; i += 4)
            {
                Vector128<int> dots = FourNodes.Dots(nodes, nodeBytes, slots + i, _query, _padded, low, high);
                (Vector128.ConvertToSingle(dots) * (factor * FourNodes.Gather(scales, slots + i))).Store(target + i);
            }
        }
        for (; i < count; i++) target[i] = Distance((int)slots[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Between(int a, int b) => -RowKernels.Dot(Bytes(a), Bytes(b), _padded) * (_scales[a] * _scales[b]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(int slot)
    {
        Lines.Prefetch((byte*)Bytes(slot), _padded);
        if (Sse.IsSupported) Sse.Prefetch0(_scales + slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly sbyte* Bytes(int slot) => (sbyte*)(_nodes + slot * _nodeBytes);
}

/// <summary>Signed bytes, squared Euclidean distance: ‖q‖² + ‖x‖² − 2 s_q s_x Σ qᵢ xᵢ, with the norms of what the bytes stand
/// for. Differences of large numbers, so only good enough to find candidates.</summary>
internal unsafe struct ByteEuclidean : INodeSpace<ByteEuclidean>
{
    private byte* _nodes;
    private nint _nodeBytes;
    private float* _scales, _norms;
    private short* _query;
    private float _factor, _norm;
    private int _padded;

    public static ByteEuclidean Toward(HnswStore store, float* query, short* words) => new()
    {
        _nodes = store.Nodes,
        _nodeBytes = store.Shape.NodeBytes,
        _scales = store.Scales,
        _norms = store.Biases,
        _query = words,
        _factor = -2 * Quantizer.Query(new ReadOnlySpan<float>(query, store.Shape.Dimension), words),
        _norm = RowKernels.Dot(query, query, store.Shape.RowFloats),
        _padded = store.Shape.VectorBytes,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Distance(int slot) =>
        _norm + _norms[slot] + RowKernels.Dot(_query, Bytes(slot), _padded) * (_factor * _scales[slot]);

    public readonly void Distances(uint* slots, int count, float* target)
    {
        int i = 0;
        if (Avx2.IsSupported)
        {
            Vector512<short> low = FourNodes.Half(_query, 0), high = FourNodes.Half(_query, 1);
            Vector128<float> factor = Vector128.Create(_factor), norm = Vector128.Create(_norm);
            byte* nodes = _nodes;
            nint nodeBytes = _nodeBytes;
            float* scales = _scales, norms = _norms;
            for (; i <= count - 4; i += 4)
            {
                Vector128<int> dots = FourNodes.Dots(nodes, nodeBytes, slots + i, _query, _padded, low, high);
                Vector128<float> products = Vector128.ConvertToSingle(dots) * (factor * FourNodes.Gather(scales, slots + i));
                (norm + FourNodes.Gather(norms, slots + i) + products).Store(target + i);
            }
        }
        for (; i < count; i++) target[i] = Distance((int)slots[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Between(int a, int b) =>
        _norms[a] + _norms[b] - 2 * RowKernels.Dot(Bytes(a), Bytes(b), _padded) * (_scales[a] * _scales[b]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(int slot)
    {
        Lines.Prefetch((byte*)Bytes(slot), _padded);
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(_scales + slot);
        Sse.Prefetch0(_norms + slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly sbyte* Bytes(int slot) => (sbyte*)(_nodes + slot * _nodeBytes);
}
