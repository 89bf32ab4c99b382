using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

public sealed class ExactFileTests : IDisposable
{
    private const int Items = 1003, Dimension = 21;

    private readonly TemporaryFolder _folder = new();
    private readonly Sample _vectors = Sample.Clustered(Items, Dimension, 30), _queries = Sample.Clustered(20, Dimension, 30, seed: 2);

    private string File => _folder["exact.index"];

    public static TheoryData<VectorMetric, ScanPrecision, Rescoring> Kinds
    {
        get
        {
            TheoryData<VectorMetric, ScanPrecision, Rescoring> kinds = [];
            foreach (VectorMetric metric in Enum.GetValues<VectorMetric>())
            {
                foreach (Rescoring rescoring in Enum.GetValues<Rescoring>()) kinds.Add(metric, ScanPrecision.Int8, rescoring);
                kinds.Add(metric, ScanPrecision.BFloat16, Rescoring.None);
                kinds.Add(metric, ScanPrecision.Float32, Rescoring.None);
            }
            return kinds;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void MapAndLoad_SavedIndex_AnswerAlike(VectorMetric metric, ScanPrecision precision, Rescoring rescoring)
    {
        using ExactIndex index = Make(metric, precision, rescoring, step: 2);
        index.Save(File);
        using ExactIndex mapped = ExactIndex.Map(File), loaded = ExactIndex.Load(File);
        Assert.True(mapped.IsMapped);
        Assert.False(loaded.IsMapped);
        Neighbor[] expected = new Neighbor[10], found = new Neighbor[10];
        foreach (ExactIndex other in (ExactIndex[])[mapped, loaded])
        {
            Assert.Equal(index.Options, other.Options);
            Assert.Equal((index.Count, index.Dimension, index.Metric, index.Version), (other.Count, other.Dimension, other.Metric, other.Version));
            for (int q = 0; q < _queries.Rows; q++)
            {
                Assert.Equal(index.Search(Sample.Version, _queries[q], expected), other.Search(Sample.Version, _queries[q], found));
                Assert.Equal(expected, found);
            }
        }
        Assert.Throws<ArgumentException>(() => mapped.Search(new("tower 2"), _queries[0], found));
        mapped.Verify();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void TryGetVector_EveryItem_IsWhatWasPutInUpToThePrecision(VectorMetric metric, ScanPrecision precision, Rescoring rescoring)
    {
        foreach (int step in (int[])[1, 3])
        {
            using ExactIndex index = Make(metric, precision, rescoring, step);
            float[] vector = new float[Dimension];
            for (int i = 0; i < Items; i += 7)
            {
                float[] expected = Naive.Prepared(metric, _vectors[i]);
                // float32 to the bit; bfloat16 keeps 8 bits of each element, a byte half a step of the greatest.
                bool isExact = precision == ScanPrecision.Float32 || (precision == ScanPrecision.Int8 && rescoring == Rescoring.Float32);
                bool isByte = precision == ScanPrecision.Int8 && rescoring == Rescoring.None;
                float greatest = expected.Max(Math.Abs);
                Assert.True(index.TryGetVector(i * step, vector));
                for (int d = 0; d < Dimension; d++)
                {
                    float bound = isExact ? 0 : isByte ? greatest / 127 * 0.5001f : Math.Abs(expected[d]) / 256;
                    Assert.InRange(vector[d], expected[d] - bound, expected[d] + bound);
                }
            }
            Assert.False(index.TryGetVector(Items * step, vector));
            Assert.False(index.TryGetVector(-1, vector));
            Assert.Equal(step == 1, index.Contains(1));
            Assert.Throws<ArgumentException>(() => index.TryGetVector(0, new float[Dimension - 1]));
        }
    }

    [Fact]
    public void Save_EmptyIndex_MapsEmpty()
    {
        using Sample some = Sample.Gaussian(1, 4);
        using ExactIndex empty = new(Sample.Version, some.Matrix.RowRange(0, 0), [], VectorMetric.Cosine);
        empty.Save(File);
        using ExactIndex mapped = ExactIndex.Map(File), loaded = ExactIndex.Load(File);
        foreach (ExactIndex index in (ExactIndex[])[mapped, loaded])
        {
            Assert.Equal(0, index.Search(Sample.Version, new float[4], new Neighbor[1]));
            Assert.False(index.TryGetVector(0, new float[4]));
        }
    }

    [Fact]
    public void Save_OverItsOwnMapping_KeepsTheMapping()
    {
        using ExactIndex first = Make(VectorMetric.Cosine, ScanPrecision.Int8, Rescoring.BFloat16, step: 1);
        using ExactIndex second = Make(VectorMetric.Cosine, ScanPrecision.Int8, Rescoring.BFloat16, step: 5);
        first.Save(File);
        using ExactIndex mapped = ExactIndex.Map(File);
        second.Save(File);
        using ExactIndex again = ExactIndex.Map(File);
        Assert.True(mapped.Contains(1));
        Assert.False(again.Contains(1));
        mapped.Verify();
    }

    [Fact]
    public void Map_CutShortAnywhereOrOfAnotherKind_IsRefused()
    {
        using ExactIndex index = Make(VectorMetric.InnerProduct, ScanPrecision.Int8, Rescoring.Float32, step: 1);
        index.Save(File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        foreach (int length in (int[])[0, 7, 4095, 4096, bytes.Length / 2, bytes.Length - 1])
        {
            System.IO.File.WriteAllBytes(_folder["cut"], bytes[..length]);
            IndexFileException e = Assert.Throws<IndexFileException>(() => ExactIndex.Map(_folder["cut"]));
            Assert.Contains("cut", e.Message, StringComparison.Ordinal);
        }
        Assert.Throws<IndexFileException>(() => HnswIndex.Map(File));
        Assert.Throws<IndexFileException>(() => ExactIndex.Map(_folder["none"]));
    }

    [Fact]
    public void Verify_AnyBitFlipped_NamesThePart()
    {
        using ExactIndex index = Make(VectorMetric.Euclidean, ScanPrecision.Int8, Rescoring.BFloat16, step: 1);
        index.Save(File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        RandomStream random = new(1, "flips");
        int refused = 0;
        for (int i = 0; i < 100; i++)
        {
            int at = 4096 + random.Below((ulong)i, bytes.Length - 4096);
            byte[] copy = [.. bytes];
            copy[at] ^= (byte)(1 << (i % 8));
            System.IO.File.WriteAllBytes(_folder["flipped"], copy);
            using ExactIndex mapped = ExactIndex.Map(_folder["flipped"]);
            mapped.Search(Sample.Version, _queries[0], new Neighbor[3]);
            try
            {
                mapped.Verify();
                Assert.Equal(0, bytes[at]);                 // only gaps between parts are not covered
            }
            catch (IndexFileException e)
            {
                Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
                Assert.Throws<IndexFileException>(() => ExactIndex.Load(_folder["flipped"]));
                refused++;
            }
        }
        Assert.InRange(refused, 60, 100);
    }

    public void Dispose()
    {
        _vectors.Dispose();
        _queries.Dispose();
        _folder.Dispose();
    }

    private ExactIndex Make(VectorMetric metric, ScanPrecision precision, Rescoring rescoring, int step) =>
        new(Sample.Version, _vectors.Matrix, Sample.Ids(Items, step), metric, new() { Precision = precision, Rescoring = rescoring });
}
