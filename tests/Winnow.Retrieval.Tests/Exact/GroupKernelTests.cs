using System.Runtime.Intrinsics.X86;
using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

public sealed unsafe class GroupKernelTests
{
    public static TheoryData<int> Steps => [.. Enumerable.Range(1, 70)];

    [Theory, MemberData(nameof(Steps))]
    public void FloatKernels_EveryWidth_GiveTheSameBits(int steps)
    {
        Compare<FloatGroupKernel<Lanes1, FloatElement, ProductTerm>, FloatGroupKernel<Lanes128, FloatElement, ProductTerm>>(steps, isInt8: false);
        Compare<FloatGroupKernel<Lanes1, FloatElement, ProductTerm>, FloatGroupKernel<Lanes256, FloatElement, ProductTerm>>(steps, isInt8: false);
        Compare<FloatGroupKernel<Lanes1, FloatElement, ProductTerm>, FloatGroupKernel<Lanes512, FloatElement, ProductTerm>>(steps, isInt8: false);
        Compare<FloatGroupKernel<Lanes1, FloatElement, EuclideanTerm>, FloatGroupKernel<Lanes128, FloatElement, EuclideanTerm>>(steps, isInt8: false);
        Compare<FloatGroupKernel<Lanes1, FloatElement, EuclideanTerm>, FloatGroupKernel<Lanes256, FloatElement, EuclideanTerm>>(steps, isInt8: false);
        Compare<FloatGroupKernel<Lanes1, FloatElement, EuclideanTerm>, FloatGroupKernel<Lanes512, FloatElement, EuclideanTerm>>(steps, isInt8: false);
    }

    [Theory, MemberData(nameof(Steps))]
    public void BFloat16Kernels_EveryWidth_GiveTheSameBits(int steps)
    {
        Compare<FloatGroupKernel<Lanes1, BFloat16Element, ProductTerm>, FloatGroupKernel<Lanes128, BFloat16Element, ProductTerm>>(steps, isInt8: false);
        Compare<FloatGroupKernel<Lanes1, BFloat16Element, ProductTerm>, FloatGroupKernel<Lanes256, BFloat16Element, ProductTerm>>(steps, isInt8: false);
        Compare<FloatGroupKernel<Lanes1, BFloat16Element, ProductTerm>, FloatGroupKernel<Lanes512, BFloat16Element, ProductTerm>>(steps, isInt8: false);
    }

    [Theory, MemberData(nameof(Steps))]
    public void ByteKernels_EveryWidth_GiveTheSameBits(int steps)
    {
        if (Avx2.IsSupported) Compare<ByteGroupKernel<BytesPlain>, ByteGroupKernel<Bytes256>>(steps, isInt8: true);
        if (Avx512BW.IsSupported) Compare<ByteGroupKernel<BytesPlain>, ByteGroupKernel<Bytes512>>(steps, isInt8: true);
    }

    public static TheoryData<int> Padded => [16, 32, 48, 64, 80, 128, 208];

    [Theory, MemberData(nameof(Padded))]
    public void RowProducts_EveryWidth_GiveTheSameBits(int padded)
    {
        using NativeBuffer<float> values = new((nuint)(2 * padded));
        new RandomStream(3, "rows").FillNormal(values.Span, 0, 1);
        float* x = values.Pointer, y = x + padded;
        float product = RowKernels.DotReference(x, y, padded), gap = RowKernels.SquaredDistanceReference(x, y, padded);
        Assert.Equal([product, product, product], [RowKernels.Dot(x, y, padded), RowKernels.Dot256(x, y, padded), RowKernels.Dot128(x, y, padded)]);
        Assert.Equal([gap, gap, gap],
            [RowKernels.SquaredDistance(x, y, padded), RowKernels.SquaredDistance256(x, y, padded), RowKernels.SquaredDistance128(x, y, padded)]);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(192)]
    public void ByteRowProducts_ExtremeValues_AreExact(int padded)
    {
        using NativeBuffer<sbyte> bytes = new((nuint)(2 * padded));
        using NativeBuffer<short> words = new((nuint)padded);
        RandomStream random = new(4, "bytes");
        for (int i = 0; i < 2 * padded; i++) bytes[(nuint)i] = (sbyte)(random.Below((ulong)i, 3) == 0 ? 127 : random.Below((ulong)i, 255) - 127);
        for (int i = 0; i < padded; i++) words[(nuint)i] = (short)(random.Below((ulong)(1000 + i), 65535) - 32767);
        Assert.Equal(RowKernels.DotPlain(words.Pointer, bytes.Pointer, padded), RowKernels.Dot(words.Pointer, bytes.Pointer, padded));
        Assert.Equal(RowKernels.DotPlain(bytes.Pointer, bytes.Pointer + padded, padded), RowKernels.Dot(bytes.Pointer, bytes.Pointer + padded, padded));
        if (!Avx2.IsSupported) return;
        Assert.Equal(RowKernels.DotPlain(words.Pointer, bytes.Pointer, padded), RowKernels.Dot256(words.Pointer, bytes.Pointer, padded));
        Assert.Equal(RowKernels.DotPlain(bytes.Pointer, bytes.Pointer + padded, padded), RowKernels.Dot256(bytes.Pointer, bytes.Pointer + padded, padded));
    }

    [Theory]
    [InlineData(VectorMetric.InnerProduct, 64)]
    [InlineData(VectorMetric.InnerProduct, 90)]
    [InlineData(VectorMetric.Euclidean, 64)]
    [InlineData(VectorMetric.Euclidean, 200)]
    public void NodeDistances_ManyAtOnce_EqualOneByOneToTheBit(VectorMetric metric, int dimension)
    {
        const int nodes = 40;
        using HnswStore store = new(new HnswShape(dimension, metric, NodePrecision.Int8, 8), nodes, 1);
        using NativeBuffer<float> query = new((nuint)store.Shape.RowFloats);
        using NativeBuffer<short> words = new((nuint)store.Shape.VectorBytes);
        RandomStream random = new(5, "nodes");
        random.FillNormal(query.Span[..dimension], 0, 1);
        for (int slot = 0; slot < nodes; slot++)
        {
            new Span<sbyte>(store.Node(slot), store.Shape.VectorBytes).Clear();
            for (int i = 0; i < dimension; i++) ((sbyte*)store.Node(slot))[i] = (sbyte)(random.Below((ulong)(slot * 1000 + i), 255) - 127);
            store.Scales[slot] = 0.001f * (1 + slot);
            if (metric == VectorMetric.Euclidean) store.Biases[slot] = slot;
        }
        if (metric == VectorMetric.Euclidean) CompareNodes(ByteEuclidean.Toward(store, query.Pointer, words.Pointer));
        else CompareNodes(ByteProduct.Toward(store, query.Pointer, words.Pointer));

        static void CompareNodes<TSpace>(TSpace space) where TSpace : struct, INodeSpace<TSpace>
        {
            uint* slots = stackalloc uint[nodes];
            float* found = stackalloc float[nodes];
            for (int count = 0; count < nodes; count++)
            {
                for (int i = 0; i < count; i++) slots[i] = (uint)(i * 7 % nodes);
                space.Distances(slots, count, found);
                for (int i = 0; i < count; i++) Assert.Equal(space.Distance((int)slots[i]), found[i]);
            }
        }
    }

    private static void Compare<TReference, TKernel>(int steps, bool isInt8) where TReference : struct, IGroupKernel where TKernel : struct, IGroupKernel
    {
        using NativeBuffer<float> group = new((nuint)(steps * 32)), queries = new((nuint)(steps * 8));       // room for two groups
        using NativeBuffer<float> expected = new(256), actual = new(256);
        RandomStream random = new((ulong)steps, "group");
        if (isInt8)
        {
            random.FillUInt32(new Span<uint>(group.Pointer, steps * 32));
            Span<short> words = new(queries.Pointer, steps * 16);
            for (int i = 0; i < words.Length; i++) words[i] = (short)(random.Below((ulong)i, 4001) - 2000);
        }
        else
        {
            random.Fork("x").FillNormal(group.Span, 0, 1);
            random.Fork("q").FillNormal(queries.Span, 0, 1);
            Span<ushort> halves = new(group.Pointer, steps * 64);
            foreach (ref ushort half in halves) half = (ushort)(half & 0xBFFF);        // no NaN read as bfloat16, and none as float32
        }
        TReference.Eight((byte*)group.Pointer, queries.Pointer, steps, expected.Pointer);
        TKernel.Eight((byte*)group.Pointer, queries.Pointer, steps, actual.Pointer);
        Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
        nint groupBytes = typeof(TReference) == typeof(FloatGroupKernel<Lanes1, FloatElement, ProductTerm>)
            || typeof(TReference) == typeof(FloatGroupKernel<Lanes1, FloatElement, EuclideanTerm>) ? steps * 64 : steps * 32;
        TReference.Eight((byte*)group.Pointer + groupBytes, queries.Pointer, steps, expected.Pointer + 128);
        TKernel.EightOfTwo((byte*)group.Pointer, queries.Pointer, steps, actual.Pointer);
        Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
        TReference.One((byte*)group.Pointer, queries.Pointer, steps, expected.Pointer);
        TKernel.One((byte*)group.Pointer, queries.Pointer, steps, actual.Pointer);
        Assert.Equal(expected.Span[..16].ToArray(), actual.Span[..16].ToArray());
    }
}
