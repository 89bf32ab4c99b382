using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>The memory of an exact index, its own or that of a mapped file.</summary>
internal sealed unsafe class ExactStore : IDisposable
{
    private readonly IDisposable[] _owners;

    /// <summary>Memory of its own; groups and scales are zero, so that the places after the last vector score nothing odd.</summary>
    internal ExactStore(ExactShape shape)
    {
        Shape = shape;
        long[] bytes = shape.PartBytes;
        NativeBuffer<byte>[] parts = [.. bytes.Select((length, part) => new NativeBuffer<byte>((nuint)length, zeroed: part is 0 or 2 or 3))];
        _owners = parts;
        Locate([.. parts.Select(part => (nint)part.Pointer)]);
    }

    /// <summary>Memory that lies in a mapped file.</summary>
    internal ExactStore(ExactShape shape, nint[] parts, IDisposable owner)
    {
        Shape = shape;
        _owners = [owner];
        Locate(parts);
    }

    internal ExactShape Shape { get; }

    /// <summary>The vectors in groups of sixteen, element by element.</summary>
    internal byte* Groups { get; private set; }

    /// <summary>Ids by position, ascending.</summary>
    internal int* Ids { get; private set; }

    /// <summary>With int8, the scale of each vector, and with the Euclidean metric its squared norm besides; else null.</summary>
    internal float* Scales { get; private set; }

    internal float* Norms { get; private set; }

    /// <summary>What int8 candidates are scored by again: padded vectors in float32 or in bfloat16, or neither.</summary>
    internal float* Rows { get; private set; }

    internal ushort* HalfRows { get; private set; }

    /// <summary>What a file holds, in this order: address and length of each part.</summary>
    internal (nint Address, long Bytes)[] Sections()
    {
        long[] bytes = Shape.PartBytes;
        return [((nint)Groups, bytes[0]), ((nint)Ids, bytes[1]), ((nint)Scales, bytes[2]), ((nint)Norms, bytes[3]), ((nint)Rows, bytes[4]), ((nint)HalfRows, bytes[5])];
    }

    /// <summary>Everything, in memory of its own.</summary>
    internal ExactStore Copy()
    {
        ExactStore copy = new(Shape);
        foreach (((nint from, long bytes), (nint to, _)) in Sections().Zip(copy.Sections()))
            Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
        return copy;
    }

    public void Dispose()
    {
        foreach (IDisposable owner in _owners) owner.Dispose();
    }

    private void Locate(nint[] parts)
    {
        long[] bytes = Shape.PartBytes;
        Groups = (byte*)parts[0];
        Ids = (int*)parts[1];
        Scales = bytes[2] > 0 ? (float*)parts[2] : null;
        Norms = bytes[3] > 0 ? (float*)parts[3] : null;
        Rows = bytes[4] > 0 ? (float*)parts[4] : null;
        HalfRows = bytes[5] > 0 ? (ushort*)parts[5] : null;
    }
}

/// <summary>Sizes that follow from what an exact index holds.</summary>
internal sealed record ExactShape(int Count, int Dimension, VectorMetric Metric, ExactIndexOptions Options)
{
    internal int Groups { get; } = (Count + Group.Vectors - 1) / Group.Vectors;

    internal int Steps { get; } = Group.Steps(Options.Precision, Dimension);

    internal int GroupBytes { get; } = Group.Steps(Options.Precision, Dimension) * Group.StepBytes(Options.Precision);

    /// <summary>Floats of a padded vector.</summary>
    internal int RowFloats { get; } = RowKernels.PaddedFloats(Dimension);

    internal bool IsInt8 => Options.Precision == ScanPrecision.Int8;

    /// <summary>Bytes that one scan reads.</summary>
    internal long ScannedBytes => PartBytes[0] + PartBytes[2] + PartBytes[3];

    /// <summary>Bytes of each part: groups, ids, scales, norms, rows, half rows.</summary>
    internal long[] PartBytes
    {
        get
        {
            long padded = (long)Groups * Group.Vectors * sizeof(float), rowElements = (long)Count * RowFloats;
            return
            [
                (long)Groups * GroupBytes,
                (long)Count * sizeof(int),
                IsInt8 ? padded : 0,
                IsInt8 && Metric == VectorMetric.Euclidean ? padded : 0,
                IsInt8 && Options.Rescoring == Rescoring.Float32 ? rowElements * sizeof(float) : 0,
                IsInt8 && Options.Rescoring == Rescoring.BFloat16 ? rowElements * sizeof(ushort) : 0,
            ];
        }
    }
}
