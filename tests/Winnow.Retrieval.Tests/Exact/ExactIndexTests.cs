using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Retrieval.Tests;

public sealed class ExactIndexTests
{
    private static readonly int[] s_dimensions = [1, 2, 3, 7, 15, 16, 17, 31, 33, 64, 65, 130];

    public static TheoryData<VectorMetric, int> Cases
    {
        get
        {
            TheoryData<VectorMetric, int> cases = [];
            foreach (VectorMetric metric in Enum.GetValues<VectorMetric>())
                foreach (int dimension in s_dimensions) cases.Add(metric, dimension);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Search_Float32_EqualsDefinitionToTheBit(VectorMetric metric, int dimension)
    {
        foreach (int rows in (int[])[1, 15, 16, 17, 100])
        {
            using Sample vectors = Sample.Gaussian(rows, dimension), queries = Sample.Gaussian(3, dimension, seed: 2);
            float[][] stored = [.. Enumerable.Range(0, rows).Select(i => Naive.Prepared(metric, vectors[i]))];
            AssertAnswers(vectors, queries, metric, new(), (query, id) => Naive.Score(metric, query, stored[id]));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Search_BFloat16_EqualsDefinitionOnRoundedVectors(VectorMetric metric, int dimension)
    {
        using Sample vectors = Sample.Gaussian(50, dimension), queries = Sample.Gaussian(3, dimension, seed: 2);
        float[][] stored = [.. Enumerable.Range(0, 50).Select(i => Naive.BFloat16(Naive.Prepared(metric, vectors[i])))];
        AssertAnswers(vectors, queries, metric, new() { Precision = ScanPrecision.BFloat16 }, (query, id) => Naive.Score(metric, query, stored[id]));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Search_Int8WithoutRescoring_StaysInsideTheErrorOfTheBytes(VectorMetric metric, int dimension)
    {
        const int rows = 50;
        using Sample vectors = Sample.Gaussian(rows, dimension), queries = Sample.Gaussian(3, dimension, seed: 2);
        using ExactIndex index = new(
            Sample.Version, vectors.Matrix, [], metric, new() { Precision = ScanPrecision.Int8, Rescoring = Rescoring.None });
        Neighbor[] found = new Neighbor[rows];
        for (int q = 0; q < queries.Rows; q++)
        {
            float[] query = Naive.Prepared(metric, queries[q]);
            Assert.Equal(rows, index.Search(Sample.Version, queries[q], found));
            foreach (Neighbor neighbor in found)
            {
                float[] vector = Naive.Prepared(metric, vectors[neighbor.Id]);
                double exact = Naive.Score(metric, query, vector);
                // Each element is off by at most half a step of its vector, a query's by half a step of at least 2⁻¹³ of its range.
                double most = vector.Max(Math.Abs), step = most / 127 / 2, norm = query.Sum(x => Math.Abs(x));
                double bound = step * norm + query.Max(Math.Abs) / 8192 * vector.Sum(x => Math.Abs(x) + step) + 1e-5;
                if (metric == VectorMetric.Euclidean) bound = 2 * bound + 2 * step * vector.Sum(x => Math.Abs(x) + step) + 1e-4;
                Assert.InRange(neighbor.Score, exact - bound, exact + bound);
            }
        }
    }

    [Theory]
    [InlineData(VectorMetric.InnerProduct, Rescoring.Float32)]
    [InlineData(VectorMetric.Cosine, Rescoring.Float32)]
    [InlineData(VectorMetric.Euclidean, Rescoring.Float32)]
    [InlineData(VectorMetric.InnerProduct, Rescoring.BFloat16)]
    [InlineData(VectorMetric.Euclidean, Rescoring.BFloat16)]
    public void Search_Int8WithRescoring_FindsWhatFloat32Finds(VectorMetric metric, Rescoring rescoring)
    {
        using Sample vectors = Sample.Clustered(3000, 64, 50), queries = Sample.Clustered(40, 64, 50, seed: 2);
        using ExactIndex exact = new(Sample.Version, vectors.Matrix, [], metric);
        using ExactIndex fast = new(Sample.Version, vectors.Matrix, [], metric, new() { Precision = ScanPrecision.Int8, Rescoring = rescoring });
        Neighbor[] truth = new Neighbor[10], found = new Neighbor[10];
        double recall = 0;
        for (int q = 0; q < queries.Rows; q++)
        {
            exact.Search(Sample.Version, queries[q], truth);
            fast.Search(Sample.Version, queries[q], found);
            recall += Naive.Recall(found, truth) / queries.Rows;
        }
        Assert.True(recall >= (rescoring == Rescoring.Float32 ? 0.999 : 0.97), $"recall@10 {recall}");
    }

    [Theory, MemberData(nameof(Precisions))]
    public void SearchBatch_AnyThreadsAndSize_EqualsOneByOne(ScanPrecision precision)
    {
        using WorkerTeam team = new(3);
        using Sample vectors = Sample.Gaussian(1000, 33), queries = Sample.Gaussian(300, 33, seed: 2);
        using ExactIndex index = new(Sample.Version, vectors.Matrix, [], VectorMetric.InnerProduct, new() { Precision = precision });
        const int topK = 7;
        Neighbor[] one = new Neighbor[topK], all = new Neighbor[300 * topK], shared = new Neighbor[300 * topK];
        Assert.Equal(topK, index.SearchBatch(Sample.Version, queries.Matrix, all, topK, WorkerTeam.Single));
        Assert.Equal(topK, index.SearchBatch(Sample.Version, queries.Matrix, shared, topK, team));
        Assert.Equal(all, shared);
        for (int q = 0; q < 300; q++)
        {
            index.Search(Sample.Version, queries[q], one);
            Assert.Equal(one, all[(q * topK)..((q + 1) * topK)]);
        }
    }

    public static TheoryData<ScanPrecision> Precisions => [.. Enum.GetValues<ScanPrecision>()];

    [Theory, MemberData(nameof(Precisions))]
    public void Search_EqualScores_GoToSmallerIds(ScanPrecision precision)
    {
        using Sample one = Sample.Gaussian(1, 20);
        using NativeBuffer<float> copies = new(100 * 20);
        for (int i = 0; i < 100; i++) one[0].CopyTo(copies.Slice((nuint)i * 20, 20));
        int[] ids = [.. Enumerable.Range(0, 100).Select(i => (i * 37 + 5) % 100 * 3)];
        using ExactIndex index = new(Sample.Version, View(copies, 100, 20), ids, VectorMetric.Cosine, new() { Precision = precision });
        Neighbor[] found = new Neighbor[12];
        index.Search(Sample.Version, one[0], found);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i * 3), found.Select(n => n.Id));
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Search_Filter_ReturnsTheBestOfWhatItAccepts(ScanPrecision precision)
    {
        using WorkerTeam team = new(2);
        using Sample vectors = Sample.Gaussian(777, 24), queries = Sample.Gaussian(5, 24, seed: 2);
        using ExactIndex index = new(
            Sample.Version, vectors.Matrix, Sample.Ids(777, 2), VectorMetric.Euclidean, new() { Precision = precision, Oversampling = 100 });
        ItemSet few = new(1600, [0, 2, 4, 3, 500, 1552, 1598]);
        Neighbor[] all = new Neighbor[777], found = new Neighbor[20];
        for (int q = 0; q < queries.Rows; q++)
        {
            index.Search(Sample.Version, queries[q], all);
            int count = index.Search(Sample.Version, queries[q], found, few, team);
            Assert.Equal(all.Where(n => few.Accepts(n.Id)), found[..count]);
            Assert.Equal(5, count);
            count = index.Search(Sample.Version, queries[q], found, new EveryThird(), team);
            Assert.Equal(all.Where(n => n.Id % 3 == 0).Take(20), found[..count]);
        }
    }

    [Fact]
    public void Search_OtherVersion_IsRefused()
    {
        using Sample vectors = Sample.Gaussian(5, 4);
        using ExactIndex index = new(Sample.Version, vectors.Matrix, [], VectorMetric.Cosine);
        ArgumentException e = Assert.Throws<ArgumentException>(() => index.Search(new("tower 2"), new float[4], new Neighbor[1]));
        Assert.Contains("'tower 2'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'tower 1'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_BadQuery_IsRefused()
    {
        using Sample vectors = Sample.Gaussian(5, 4);
        using ExactIndex index = new(Sample.Version, vectors.Matrix, [], VectorMetric.Cosine);
        Assert.Throws<ArgumentException>(() => index.Search(Sample.Version, new float[5], new Neighbor[1]));
        Assert.Throws<ArgumentException>(() => index.Search(Sample.Version, [1, 2, float.NaN, 0], new Neighbor[1]));
        Assert.Equal(0, index.Search(Sample.Version, new float[4], []));
    }

    [Fact]
    public void New_BadInput_IsRefused()
    {
        using Sample vectors = Sample.Gaussian(3, 4);
        Assert.Throws<ArgumentException>(() => new ExactIndex(default, vectors.Matrix, [], VectorMetric.Cosine));
        Assert.Throws<ArgumentException>(() => new ExactIndex(Sample.Version, vectors.Matrix, [1, 2], VectorMetric.Cosine));
        Assert.Throws<ArgumentException>(() => new ExactIndex(Sample.Version, vectors.Matrix, [1, 2, 1], VectorMetric.Cosine));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExactIndex(Sample.Version, vectors.Matrix, [1, 2, -1], VectorMetric.Cosine));
        vectors.Matrix.Row(1)[2] = float.PositiveInfinity;
        Assert.Throws<ArgumentException>(() => new ExactIndex(Sample.Version, vectors.Matrix, [], VectorMetric.Cosine));
    }

    [Fact]
    public void Search_ZeroVectors_ScoreZeroByCosine()
    {
        using NativeBuffer<float> zeros = new(40);
        foreach (ScanPrecision precision in Enum.GetValues<ScanPrecision>())
        {
            using ExactIndex index = new(Sample.Version, View(zeros, 10, 4), [], VectorMetric.Cosine, new() { Precision = precision });
            Neighbor[] found = new Neighbor[3];
            Assert.Equal(3, index.Search(Sample.Version, [1, 2, 3, 4], found));
            Assert.Equal([new(0, 0), new(1, 0), new(2, 0)], found);
        }
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Search_Warm_AllocatesNothing(ScanPrecision precision)
    {
        using WorkerTeam team = new(2);
        using Sample vectors = Sample.Gaussian(5000, 16), queries = Sample.Gaussian(20, 16, seed: 2);
        using ExactIndex index = new(Sample.Version, vectors.Matrix, [], VectorMetric.Cosine, new() { Precision = precision });
        Neighbor[] found = new Neighbor[200];
        ItemSet set = new(5000, Sample.Ids(100, 7));
        void Search()
        {
            index.Search(Sample.Version, queries[0], found.AsSpan(0, 10));
            index.Search(Sample.Version, queries[1], found.AsSpan(0, 10), set, team);
            index.SearchBatch(Sample.Version, queries.Matrix, found, 10, team);
        }
        for (int i = 0; i < 50; i++) Search();
        Allocations.AssertNone(team, Search);
        Allocations.AssertNone(Search);
    }

    private static void AssertAnswers(
        Sample vectors, Sample queries, VectorMetric metric, ExactIndexOptions options, Func<float[], int, float> score)
    {
        using ExactIndex index = new(Sample.Version, vectors.Matrix, [], metric, options);
        foreach (int topK in (int[])[1, 5, 200])
        {
            Neighbor[] found = new Neighbor[topK];
            for (int q = 0; q < queries.Rows; q++)
            {
                float[] query = Naive.Prepared(metric, queries[q]);
                int count = index.Search(Sample.Version, queries[q], found);
                Assert.Equal(Naive.Search(id => score(query, id), Enumerable.Range(0, vectors.Rows), topK), found[..count]);
            }
        }
    }

    private static unsafe MatrixView View(NativeBuffer<float> values, int rows, int cols) => new(values.Pointer, rows, cols);

    private readonly struct EveryThird : IItemFilter
    {
        public int Count => -1;

        public bool Accepts(int id) => id % 3 == 0;
    }
}
