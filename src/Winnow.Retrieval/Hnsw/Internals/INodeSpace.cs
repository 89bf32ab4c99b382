namespace Winnow.Retrieval;

/// <summary>Distances from one query to the nodes of a store, the smaller the nearer. A struct for each metric and precision,
/// so that the search compiles a loop of its own for it.</summary>
internal unsafe interface INodeSpace<TSelf> where TSelf : struct, INodeSpace<TSelf>
{
    /// <summary>Distances to a query.</summary>
    /// <param name="store">The nodes.</param>
    /// <param name="query">Prepared for the metric and padded with zeros, [<see cref="HnswShape.RowFloats"/>].</param>
    /// <param name="words">Memory for the query in 16 bits, [<see cref="RowKernels.PaddedBytes"/>].</param>
    static abstract TSelf Toward(HnswStore store, float* query, short* words);

    float Distance(int slot);

    /// <summary><see cref="Distance"/> of each of some slots.</summary>
    void Distances(uint* slots, int count, float* target);

    /// <summary>The distance of two nodes, on the same scale.</summary>
    float Between(int a, int b);

    /// <summary>Asks for what <see cref="Distance"/> will read.</summary>
    void Prefetch(int slot);
}
