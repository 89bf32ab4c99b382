using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

/// <summary>A graph over 20,000 clustered vectors and the exact answers to 200 queries; nobody changes it.</summary>
public sealed class GraphFixture : IDisposable
{
    internal const int Items = 20_000, Dimension = 64, Queries = 200, Wanted = 10;

    public GraphFixture()
    {
        Vectors = Sample.Clustered(Items, Dimension, 200);
        QuerySet = Sample.Clustered(Queries, Dimension, 200, seed: 2);
        using WorkerTeam team = new(2);
        Index = new(Sample.Version, Dimension, VectorMetric.Cosine);
        Index.Upsert(Sample.Ids(Items), Vectors.Matrix, team);
        Exact = new(Sample.Version, Vectors.Matrix, [], VectorMetric.Cosine);
    }

    internal Sample Vectors { get; }

    internal Sample QuerySet { get; }

    internal HnswIndex Index { get; }

    internal ExactIndex Exact { get; }

    /// <summary>Mean recall@10 of an index against the exact answers.</summary>
    internal double Recall<TFilter>(HnswIndex index, TFilter filter, int candidates = 0) where TFilter : struct, IItemFilter
    {
        Neighbor[] truth = new Neighbor[Wanted], found = new Neighbor[Wanted];
        double recall = 0;
        for (int q = 0; q < Queries; q++)
        {
            int wanted = Exact.Search(Sample.Version, QuerySet[q], truth, filter, WorkerTeam.Single);
            int count = index.Search(Sample.Version, QuerySet[q], found, filter, candidates);
            Assert.Equal(wanted, count);
            Assert.All(found[..count], n => Assert.True(filter.Accepts(n.Id)));
            recall += Naive.Recall(found[..count], truth[..wanted]) / Queries;
        }
        return recall;
    }

    public void Dispose()
    {
        Index.Dispose();
        Exact.Dispose();
        Vectors.Dispose();
        QuerySet.Dispose();
    }
}
