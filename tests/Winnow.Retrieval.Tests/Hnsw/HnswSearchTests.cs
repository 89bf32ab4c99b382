using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Retrieval.Tests;

public sealed class HnswSearchTests(GraphFixture graph) : IClassFixture<GraphFixture>
{
    [Fact]
    public void Search_TwentyThousandClusteredVectors_FindsNearlyAll() =>
        Assert.InRange(graph.Recall(graph.Index, default(AllItems)), 0.95, 1.001);

    [Fact]
    public void Search_MoreCandidates_FindMore()
    {
        double few = graph.Recall(graph.Index, default(AllItems), 10), many = graph.Recall(graph.Index, default(AllItems), 400);
        Assert.True(many > few, $"{few} with 10 candidates, {many} with 400");
        Assert.InRange(many, 0.99, 1.001);
    }

    [Theory]
    [InlineData(VectorMetric.InnerProduct, NodePrecision.Int8)]
    [InlineData(VectorMetric.InnerProduct, NodePrecision.Float32)]
    [InlineData(VectorMetric.Euclidean, NodePrecision.Int8)]
    [InlineData(VectorMetric.Euclidean, NodePrecision.Float32)]
    [InlineData(VectorMetric.Cosine, NodePrecision.Float32)]
    public void Search_EachMetricAndPrecision_FindsNearlyAllWithExactScores(VectorMetric metric, NodePrecision precision)
    {
        using WorkerTeam team = new(2);
        using Sample vectors = Sample.Clustered(4000, 24, 60), queries = Sample.Clustered(100, 24, 60, seed: 2);
        using HnswIndex index = new(Sample.Version, 24, metric, new() { Precision = precision });
        index.Upsert(Sample.Ids(4000), vectors.Matrix, team);
        Neighbor[] truth = new Neighbor[10], found = new Neighbor[10];
        double recall = 0;
        for (int q = 0; q < queries.Rows; q++)
        {
            index.SearchExact(Sample.Version, queries[q], truth, default(AllItems));
            Assert.Equal(10, index.Search(Sample.Version, queries[q], found, 100));
            recall += Naive.Recall(found, truth) / queries.Rows;
            Assert.Equal(truth.Intersect(found), found.Intersect(truth));       // common items have the same scores, in the same order
        }
        Assert.InRange(recall, 0.95, 1.001);
    }

    [Fact]
    public void SearchExact_Graph_EqualsExactIndex()
    {
        Neighbor[] truth = new Neighbor[10], found = new Neighbor[10];
        for (int q = 0; q < 20; q++)
        {
            graph.Exact.Search(Sample.Version, graph.QuerySet[q], truth);
            graph.Index.SearchExact(Sample.Version, graph.QuerySet[q], found, default(AllItems));
            Assert.Equal(truth.Select(n => n.Id), found.Select(n => n.Id));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(25)]
    public void Search_SetFilterWalked_FindsNearlyAllItAccepts(int every)
    {
        ItemSet set = new(GraphFixture.Items, Sample.Ids(GraphFixture.Items / every, every));
        Assert.InRange(graph.Recall(graph.Index, set), 0.95, 1.001);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(1000)]
    [InlineData(19_999)]
    public void Search_SelectiveSet_IsScannedExactly(int every)
    {
        ItemSet set = new(GraphFixture.Items, Sample.Ids((GraphFixture.Items + every - 1) / every, every));
        Assert.Equal(1, graph.Recall(graph.Index, set), 12);
        Assert.Equal(1, graph.Recall(graph.Index, new Unknown(every)), 12);
    }

    [Fact]
    public void Search_FilterThatAcceptsNothing_ReturnsNothing()
    {
        Neighbor[] found = new Neighbor[5];
        Assert.Equal(0, graph.Index.Search(Sample.Version, graph.QuerySet[0], found, new ItemSet(10)));
        Assert.Equal(0, graph.Index.Search(Sample.Version, graph.QuerySet[0], found, default(ItemSet)));
    }

    [Fact]
    public void Search_OtherVersion_IsRefused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => graph.Index.Search(new("tower 2"), graph.QuerySet[0], new Neighbor[1]));
        Assert.Contains("'tower 2'", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => graph.Index.SearchExact(default, graph.QuerySet[0], new Neighbor[1], default(AllItems)));
    }

    [Fact]
    public void Search_Warm_AllocatesNothing()
    {
        Neighbor[] found = new Neighbor[10];
        ItemSet half = new(GraphFixture.Items, Sample.Ids(GraphFixture.Items / 2, 2)), few = new(GraphFixture.Items, Sample.Ids(50, 3));
        void Search()
        {
            for (int q = 0; q < 20; q++)
            {
                graph.Index.Search(Sample.Version, graph.QuerySet[q], found);
                graph.Index.Search(Sample.Version, graph.QuerySet[q], found, half);
                graph.Index.Search(Sample.Version, graph.QuerySet[q], found, few);
            }
        }
        for (int i = 0; i < 10; i++) Search();
        Allocations.AssertNone(Search);
    }

    [Fact]
    public void Search_MoreThanThereAre_ReturnsAllOnce()
    {
        using Sample vectors = Sample.Gaussian(30, 8);
        using HnswIndex index = new(Sample.Version, 8, VectorMetric.Euclidean);
        Neighbor[] found = new Neighbor[100];
        Assert.Equal(0, index.Search(Sample.Version, vectors[0], found));
        index.Upsert(5, vectors[5]);
        Assert.Equal(1, index.Search(Sample.Version, vectors[5], found));
        Assert.Equal(new Neighbor(5, 0), found[0]);
        index.Upsert(Sample.Ids(30), vectors.Matrix, WorkerTeam.Single);
        Assert.Equal(30, index.Search(Sample.Version, vectors[0], found));
        Assert.Equal(Sample.Ids(30), found[..30].Select(n => n.Id).Order());
    }

    [Fact]
    public void Search_AllVectorsAlike_StillFindsAsManyAsWanted()
    {
        using HnswIndex index = new(Sample.Version, 4, VectorMetric.Cosine);
        for (int id = 0; id < 500; id++) index.Upsert(id, [1, 2, 3, 4]);
        Neighbor[] found = new Neighbor[20];
        Assert.Equal(20, index.Search(Sample.Version, [1, 2, 3, 4], found));
        Assert.Equal(20, found.Distinct().Count());
    }

    private readonly struct Unknown(int every) : IItemFilter
    {
        public int Count => -1;

        public bool Accepts(int id) => id % every == 0;
    }
}
