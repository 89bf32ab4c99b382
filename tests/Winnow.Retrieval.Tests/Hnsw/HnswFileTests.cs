using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

public sealed class HnswFileTests : IDisposable
{
    private const int Items = 1500, Dimension = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly Sample _vectors = Sample.Clustered(Items, Dimension, 30), _queries = Sample.Clustered(50, Dimension, 30, seed: 2);
    private readonly HnswIndex _index;

    public HnswFileTests()
    {
        _index = new(Sample.Version, Dimension, VectorMetric.Euclidean, new() { Links = 12 });
        _index.Upsert(Sample.Ids(Items, 2), _vectors.Matrix, WorkerTeam.Single);
        for (int id = 0; id < 600; id += 4) _index.Remove(id);
        _index.Save(File);
    }

    private string File => _folder["graph.index"];

    [Fact]
    public void Map_SavedIndex_AnswersAlike()
    {
        using HnswIndex mapped = HnswIndex.Map(File);
        Assert.True(mapped.IsMapped);
        Assert.Equal(_index.Count, mapped.Count);
        Assert.Equal(_index.Options, mapped.Options);
        Assert.Equal(_index.Metric, mapped.Metric);
        AssertSameAnswers(mapped);
        Assert.Throws<ArgumentException>(() => mapped.Search(new("tower 2"), _queries[0], new Neighbor[1]));
    }

    [Fact]
    public void Map_Change_IsRefused()
    {
        using HnswIndex mapped = HnswIndex.Map(File, verify: true);
        Assert.Throws<InvalidOperationException>(() => mapped.Upsert(1, new float[Dimension]));
        Assert.Throws<InvalidOperationException>(() => mapped.Remove(1));
        Assert.True(mapped.Contains(2));
    }

    [Fact]
    public void Load_ThenChanged_EqualsTheOriginalChangedAlike()
    {
        using HnswIndex loaded = HnswIndex.Load(File);
        AssertSameAnswers(loaded);
        foreach (HnswIndex index in (HnswIndex[])[_index, loaded])
        {
            for (int q = 0; q < 50; q++) index.Upsert(2 * q + 1, _queries[q]);
            for (int id = 1000; id < 1200; id += 2) index.Remove(id);
        }
        Assert.Equal(_index.Count, loaded.Count);
        AssertSameItems(loaded);
    }

    [Fact]
    public void Save_OverItsOwnMapping_KeepsTheMapping()
    {
        using HnswIndex mapped = HnswIndex.Map(File);
        _index.Upsert(1, _queries[0]);
        _index.Save(File);
        Neighbor[] found = new Neighbor[1];
        mapped.Search(Sample.Version, _queries[0], found);
        Assert.NotEqual(1, found[0].Id);
        using HnswIndex second = HnswIndex.Map(File);
        second.Search(Sample.Version, _queries[0], found);
        Assert.Equal(new Neighbor(1, 0), found[0]);
    }

    [Fact]
    public void Save_EmptyIndex_LoadsEmpty()
    {
        using HnswIndex empty = new(Sample.Version, 4, VectorMetric.Cosine);
        empty.Save(File);
        using HnswIndex mapped = HnswIndex.Map(File), loaded = HnswIndex.Load(File);
        Neighbor[] found = new Neighbor[1];
        Assert.Equal(0, mapped.Search(Sample.Version, new float[4], found));
        loaded.Upsert(3, [1, 2, 3, 4]);
        Assert.Equal(1, loaded.Search(Sample.Version, [1, 2, 3, 4], found));
    }

    [Fact]
    public void Save_NoSuchDirectory_IsRefusedAndLeavesNothing()
    {
        IndexFileException e = Assert.Throws<IndexFileException>(() => _index.Save(_folder["nowhere/graph.index"]));
        Assert.Contains("nowhere", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["nowhere"]));
    }

    [Fact]
    public void Verify_MappedFileDamaged_SaysSoAndSearchesGoOn()
    {
        using HnswIndex whole = HnswIndex.Map(File);
        whole.Verify();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[bytes.Length / 2] ^= 1;
        System.IO.File.WriteAllBytes(_folder["damaged"], bytes);
        using HnswIndex mapped = HnswIndex.Map(_folder["damaged"]);
        IndexFileException e = Assert.Throws<IndexFileException>(() => mapped.Verify());
        Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, mapped.Search(Sample.Version, _queries[0], new Neighbor[1]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void TryGetVector_EveryItem_IsWhatWasPutIn(bool isMapped)
    {
        using HnswIndex index = isMapped ? HnswIndex.Map(File) : HnswIndex.Load(File);
        float[] vector = new float[Dimension];
        for (int id = 0; id < 2 * Items; id++)
        {
            bool isThere = id % 2 == 0 && !(id < 600 && id % 4 == 0);
            Assert.Equal(isThere, index.TryGetVector(id, vector));
            if (isThere) Assert.Equal(_vectors[id / 2], vector);
        }
        Assert.Throws<ArgumentException>(() => index.TryGetVector(2, new float[Dimension + 1]));
    }

    [Fact]
    public void Map_MissingFile_IsRefused() => Assert.Throws<IndexFileException>(() => HnswIndex.Map(_folder["none"]));

    [Fact]
    public void Map_CutShortAnywhere_IsRefused()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        foreach (int length in (int[])[0, 7, 100, 4095, 4096, 5000, bytes.Length / 2, bytes.Length - 1])
        {
            System.IO.File.WriteAllBytes(_folder["cut"], bytes[..length]);
            IndexFileException e = Assert.Throws<IndexFileException>(() => HnswIndex.Map(_folder["cut"]));
            Assert.Contains("cut", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Map_HeaderBitFlipped_IsRefused()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        for (int at = 0; at < 4096; at += 5) AssertRefused(bytes, at, () => HnswIndex.Map(_folder["flipped"]));
    }

    [Fact]
    public void Load_AnyBitFlipped_IsRefused()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        RandomStream random = new(1, "flips");
        using HnswIndex whole = HnswIndex.Load(File);
        int refused = 0;
        for (int i = 0; i < 200; i++)
        {
            int at = random.Below((ulong)i, bytes.Length);
            byte[] copy = [.. bytes];
            copy[at] ^= (byte)(1 << (i % 8));
            System.IO.File.WriteAllBytes(_folder["flipped"], copy);
            try
            {
                HnswIndex.Load(_folder["flipped"]).Dispose();
                Assert.Equal(0, bytes[at]);                 // only gaps between parts are not covered
            }
            catch (IndexFileException e)
            {
                Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 150, 200);
    }

    [Fact]
    public void Map_BodyDamaged_SearchesStayInsideTheFile()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        RandomStream random = new(2, "damage");
        Neighbor[] found = new Neighbor[10];
        for (int round = 0; round < 30; round++)
        {
            byte[] copy = [.. bytes];
            for (int i = 0; i < 20_000; i++)
                copy[4096 + random.Below((ulong)(round * 100_000 + i), bytes.Length - 4096)] = (byte)random.UInt32((ulong)(round * 100_000 + i));
            System.IO.File.WriteAllBytes(_folder["damaged"], copy);
            using HnswIndex mapped = HnswIndex.Map(_folder["damaged"]);
            for (int q = 0; q < 50; q++)
            {
                mapped.Search(Sample.Version, _queries[q], found);
                mapped.Search(Sample.Version, _queries[q], found, new Even());
            }
            Assert.Throws<IndexFileException>(mapped.ToMemory);
        }
    }

    public void Dispose()
    {
        _index.Dispose();
        _vectors.Dispose();
        _queries.Dispose();
        _folder.Dispose();
    }

    private void AssertRefused(byte[] bytes, int at, Func<HnswIndex> open)
    {
        byte[] copy = [.. bytes];
        copy[at] ^= 4;
        System.IO.File.WriteAllBytes(_folder["flipped"], copy);
        Assert.Throws<IndexFileException>(() => open().Dispose());
    }

    private void AssertSameAnswers(HnswIndex other)
    {
        Neighbor[] expected = new Neighbor[10], found = new Neighbor[10];
        for (int q = 0; q < 50; q++)
        {
            _index.Search(Sample.Version, _queries[q], expected);
            other.Search(Sample.Version, _queries[q], found);
            Assert.Equal(expected, found);
        }
    }

    /// <summary>The graphs may differ by which free slots were used; what they hold may not.</summary>
    private void AssertSameItems(HnswIndex other)
    {
        Neighbor[] expected = new Neighbor[_index.Count], found = new Neighbor[_index.Count];
        _index.SearchExact(Sample.Version, _queries[0], expected, default(AllItems));
        other.SearchExact(Sample.Version, _queries[0], found, default(AllItems));
        Assert.Equal(expected, found);
    }

    private readonly struct Even : IItemFilter
    {
        public int Count => -1;

        public bool Accepts(int id) => id % 2 == 0;
    }
}
