namespace Winnow.Retrieval;

/// <summary>Scores of a group of sixteen vectors, which lie element by element: the first element of all sixteen, the second, ….
/// So each lane sums the products of one vector in the order of its elements, and nothing is summed across lanes.</summary>
internal unsafe interface IGroupKernel
{
    /// <summary>Scores of one query: [16].</summary>
    static abstract void One(byte* group, float* query, int steps, float* scores);

    /// <summary>Scores of eight queries that lie element by element, too: [8, 16].</summary>
    static abstract void Eight(byte* group, float* queries, int steps, float* scores);

    /// <summary>Scores of eight queries and two groups, one behind the other: [2, 8, 16].</summary>
    static abstract void EightOfTwo(byte* groups, float* queries, int steps, float* scores);
}

/// <summary>Sizes of groups.</summary>
internal static class Group
{
    internal const int Vectors = 16, Queries = 8;

    /// <summary>Steps of a kernel over one vector: elements, or pairs of bytes.</summary>
    internal static int Steps(ScanPrecision precision, int dimension) =>
        precision == ScanPrecision.Int8 ? (dimension + 1) / 2 : dimension;

    /// <summary>Where a signed byte lies in its group: two elements of each vector side by side.</summary>
    internal static int ByteAt(int element, int lane) => element / 2 * 2 * Vectors + 2 * lane + element % 2;

    internal static int StepBytes(ScanPrecision precision) =>
        precision == ScanPrecision.Float32 ? Vectors * sizeof(float) : Vectors * sizeof(ushort);
}
