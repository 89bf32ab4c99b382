using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

public sealed class HnswChangeTests
{
    private const int Dimension = 32;

    [Theory]
    [InlineData(NodePrecision.Int8)]
    [InlineData(NodePrecision.Float32)]
    public void Changes_AtRandom_LeaveAGraphAsGoodAsAFreshOne(NodePrecision precision)
    {
        const int ids = 4000, rounds = 12;
        RandomStream random = new(3, "changes");
        using WorkerTeam team = new(2);
        using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.Euclidean, new() { Precision = precision });
        Dictionary<int, float[]> expected = [];
        for (int round = 0; round < rounds; round++)
        {
            using Sample vectors = Sample.Clustered(800, Dimension, 60, seed: (ulong)(10 + round));
            int[] changed = [.. Enumerable.Range(0, 800).Select(i => random.Below((ulong)(round * 10_000 + i), ids)).Distinct()];
            index.Upsert(changed, vectors.Matrix.RowRange(0, changed.Length), team);
            for (int i = 0; i < changed.Length; i++) expected[changed[i]] = vectors[i].ToArray();
            foreach (int id in expected.Keys.Where(id => random.Below((ulong)(round * 10_000 + 5000 + id % 4999), 5) == 0).ToArray())
            {
                Assert.True(index.Remove(id));
                Assert.False(index.Remove(id));
                expected.Remove(id);
            }
            Assert.Equal(expected.Count, index.Count);
        }
        (double changedRecall, double freshRecall) = (Recall(index, expected), FreshRecall(precision, expected));
        Assert.InRange(changedRecall, Math.Max(0.95, freshRecall - 0.02), 1.001);
    }

    [Fact]
    public void Remove_NearlyAll_KeepsTheRestReachable()
    {
        using Sample vectors = Sample.Clustered(3000, Dimension, 20);
        using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.Cosine);
        index.Upsert(Sample.Ids(3000), vectors.Matrix, WorkerTeam.Single);
        for (int id = 0; id < 3000; id++)
            if (id % 100 != 7) index.Remove(id);
        Neighbor[] found = new Neighbor[50];
        for (int q = 0; q < 3000; q += 300)
        {
            Assert.Equal(30, index.Search(Sample.Version, vectors[q], found));
            Assert.All(found[..30], n => Assert.Equal(7, n.Id % 100));
        }
        for (int id = 7; id < 3000; id += 100) Assert.True(index.Remove(id));
        index.Repair(WorkerTeam.Single);
        Assert.Equal(0, index.Search(Sample.Version, vectors[0], found));
        index.Upsert(3, vectors[3]);
        Assert.Equal(1, index.Search(Sample.Version, vectors[3], found));
    }

    [Fact]
    public void Remove_WholeNeighbourhood_StillReturnsAsManyAsWanted()
    {
        using Sample vectors = Sample.Clustered(2000, Dimension, 10);
        using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.Cosine);
        index.Upsert(Sample.Ids(2000), vectors.Matrix, WorkerTeam.Single);
        Neighbor[] near = new Neighbor[60], found = new Neighbor[40];
        index.Search(Sample.Version, vectors[0], near, 200);
        foreach (Neighbor neighbor in near) index.Remove(neighbor.Id);
        Assert.Equal(40, index.Search(Sample.Version, vectors[0], found, 40));
        Assert.Empty(found.Select(n => n.Id).Intersect(near.Select(n => n.Id)));
    }

    [Fact]
    public void Upsert_RemovedSlots_AreUsedAgain()
    {
        using Sample vectors = Sample.Gaussian(1000, Dimension);
        using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.Cosine, new() { Capacity = 2000 });
        for (int round = 0; round < 20; round++) index.Upsert(Sample.Ids(1000), vectors.Matrix, WorkerTeam.Single);
        Assert.Equal(1000, index.Count);
        using TemporaryFolder folder = new();
        index.Save(folder["index"]);
        Assert.InRange(new FileInfo(folder["index"]).Length, 1, 1400 * (32 * 4 + 64 + 128 + 64) + 10 * 4096);
    }

    [Fact]
    public void Upsert_AnyThreads_MakesTheSameFile()
    {
        using TemporaryFolder folder = new();
        using Sample vectors = Sample.Clustered(2500, Dimension, 30);
        foreach (int threads in (int[])[1, 3])
        {
            using WorkerTeam team = new(threads);
            using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.InnerProduct);
            index.Upsert(Sample.Ids(2500), vectors.Matrix, team);
            for (int id = 0; id < 400; id++) index.Remove(id * 5);
            index.Repair(team);
            index.Upsert(Sample.Ids(500, 3), vectors.Matrix.RowRange(0, 500), team);
            index.Save(folder[$"{threads}"]);
        }
        Assert.Equal(File.ReadAllBytes(folder["1"]), File.ReadAllBytes(folder["3"]));
    }

    [Fact]
    public void Upsert_SortedByCluster_FindsNearlyAll()
    {
        using Sample all = Sample.Clustered(4000, Dimension, 1), shift = Sample.Gaussian(40, Dimension, seed: 9);
        for (int i = 0; i < 4000; i++)
            for (int d = 0; d < Dimension; d++) all.Matrix.Row(i)[d] += 3 * shift[i / 100][d];
        using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.Euclidean);
        index.Upsert(Sample.Ids(4000), all.Matrix, WorkerTeam.Single);
        double recall = 0;
        Neighbor[] truth = new Neighbor[10], found = new Neighbor[10];
        for (int q = 0; q < 4000; q += 40)
        {
            index.SearchExact(Sample.Version, all[q], truth, default(AllItems));
            index.Search(Sample.Version, all[q], found);
            recall += Naive.Recall(found, truth) / 100;
        }
        Assert.InRange(recall, 0.95, 1.001);
    }

    [Fact]
    public void Upsert_BadInput_ChangesNothing()
    {
        using Sample vectors = Sample.Gaussian(3, 4);
        using HnswIndex index = new(Sample.Version, 4, VectorMetric.Cosine);
        Assert.Throws<ArgumentException>(() => index.Upsert(1, new float[3]));
        Assert.Throws<ArgumentException>(() => index.Upsert(1, [1, 2, 3, float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Upsert(-1, new float[4]));
        Assert.Throws<ArgumentException>(() => index.Upsert([1, 2, 1], vectors.Matrix, WorkerTeam.Single));
        Assert.Throws<ArgumentException>(() => index.Upsert([1, 2], vectors.Matrix, WorkerTeam.Single));
        Assert.Equal(0, index.Count);
        Assert.False(index.Contains(1));
    }

    [Fact]
    public void Dispose_ThenSearch_IsRefused()
    {
        HnswIndex index = new(Sample.Version, 4, VectorMetric.Cosine);
        index.Dispose();
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.Search(Sample.Version, new float[4], new Neighbor[1]));
        Assert.Throws<ObjectDisposedException>(() => index.Upsert(1, new float[4]));
    }

    private static double FreshRecall(NodePrecision precision, Dictionary<int, float[]> items)
    {
        using HnswIndex fresh = new(Sample.Version, Dimension, VectorMetric.Euclidean, new() { Precision = precision });
        foreach ((int id, float[] vector) in items) fresh.Upsert(id, vector);
        return Recall(fresh, items);
    }

    private static double Recall(HnswIndex index, Dictionary<int, float[]> items)
    {
        using Sample queries = Sample.Clustered(150, Dimension, 60, seed: 5);
        Neighbor[] found = new Neighbor[10];
        double recall = 0;
        for (int q = 0; q < queries.Rows; q++)
        {
            float[] query = queries[q].ToArray();
            Neighbor[] truth = Naive.Search(id => Naive.Score(VectorMetric.Euclidean, query, items[id]), items.Keys, 10);
            Assert.Equal(10, index.Search(Sample.Version, query, found));
            Assert.Equal(10, found.Select(n => n.Id).Distinct().Count());
            Assert.All(found, n => Assert.True(items.ContainsKey(n.Id)));
            recall += Naive.Recall(found, truth) / queries.Rows;
        }
        return recall;
    }
}
