namespace Winnow.Retrieval;

/// <summary>Sizes that follow from the options and never change while an index lives.</summary>
/// <remarks>A node is one piece of memory, aligned to cache lines: the vector it is compared by, then its links on the lowest
/// layer, closed by −1 unless full. With int8 and 64 elements that is one line and two.</remarks>
internal sealed record HnswShape(int Dimension, VectorMetric Metric, NodePrecision Precision, int Links)
{
    private const int LineBytes = 64, IntsPerLine = LineBytes / sizeof(int);

    internal bool IsInt8 => Precision == NodePrecision.Int8;

    internal bool IsEuclidean => Metric == VectorMetric.Euclidean;

    /// <summary>Floats of a padded vector.</summary>
    internal int RowFloats { get; } = RowKernels.PaddedFloats(Dimension);

    /// <summary>Bytes of the vector inside a node.</summary>
    internal int VectorBytes { get; } = Precision == NodePrecision.Int8
        ? RowKernels.PaddedBytes(Dimension)
        : RowKernels.PaddedFloats(Dimension) * sizeof(float);

    /// <summary>Most links on the lowest layer.</summary>
    internal int MostLinks { get; } = 2 * Links;

    /// <summary>Ints from one list of an upper layer to the next.</summary>
    internal int UpperInts { get; } = (Links + IntsPerLine - 1) / IntsPerLine * IntsPerLine;

    /// <summary>Bytes from one node to the next.</summary>
    internal int NodeBytes { get; } = (Precision == NodePrecision.Int8
        ? RowKernels.PaddedBytes(Dimension)
        : RowKernels.PaddedFloats(Dimension) * sizeof(float)) + (2 * Links + IntsPerLine - 1) / IntsPerLine * LineBytes;

    internal int MostLinksOn(int level) => level == 0 ? MostLinks : Links;
}
