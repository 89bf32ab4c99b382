using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Retrieval;

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
        if (Avx512BW.IsSupported && _padded == RowKernels.ByteLanes)
        {
            Vector512<short> low = Vector512.Load(_query), high = Vector512.Load(_query + 32);
            byte* nodes = _nodes;
            nint nodeBytes = _nodeBytes;
            float* scales = _scales;
            Vector128<float> factor = Vector128.Create(_factor);
            for (; i <= count - 4; i += 4)
            {
                nint a = (nint)slots[i], b = (nint)slots[i + 1], c = (nint)slots[i + 2], d = (nint)slots[i + 3];
                Vector128<int> dots = RowKernels.FourDots(
                    low, high, nodes + a * nodeBytes, nodes + b * nodeBytes, nodes + c * nodeBytes, nodes + d * nodeBytes);
                Vector128<float> scale = Vector128.Create(scales[a], scales[b], scales[c], scales[d]);
                (Vector128.ConvertToSingle(dots) * (factor * scale)).Store(target + i);
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
        for (int i = 0; i < count; i++) target[i] = Distance((int)slots[i]);
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
