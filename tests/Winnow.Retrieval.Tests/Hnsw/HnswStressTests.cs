using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

/// <summary>Searches beside changes. Every vector is a function of (id, version), so a result that mixes the id of one item with
/// the vector of another, or a slot read while it is written, shows as a score that no version of the item has.</summary>
public sealed class HnswStressTests
{
    private const int Ids = 600, Dimension = 24, Searchers = 3, Rounds = 1500, Changing = int.MinValue;

    private readonly int[] _versions = new int[Ids];        // of each id: positive while it is in, negative while out
    private int _searches;
    private volatile bool _stop;

    [Theory]
    [InlineData(NodePrecision.Int8)]
    [InlineData(NodePrecision.Float32)]
    public void Search_WhileTheIndexChanges_SeesOnlyWhatIsThere(NodePrecision precision)
    {
        using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.Euclidean, new() { Precision = precision, Links = 8, BuildCandidates = 40 });
        Exception? failure = null;
        Thread[] searchers = [.. Enumerable.Range(0, Searchers).Select(i => new Thread(() =>
        {
            try
            {
                Search(index, i);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }))];
        foreach (Thread searcher in searchers) searcher.Start();
        RandomStream random = new(1, "stress");
        for (int round = 0; round < Rounds && failure is null; round++) Change(index, random.Fork((ulong)round));
        _stop = true;
        foreach (Thread searcher in searchers) searcher.Join();
        Assert.True(failure is null, failure?.ToString());
        Assert.Equal(_versions.Count(v => v > 0), index.Count);
        Assert.InRange(_searches, 100, int.MaxValue);
    }

    /// <summary>One to four items inserted, replaced or removed; now and then everything at once.</summary>
    private void Change(HnswIndex index, RandomStream random)
    {
        int count = random.Below(0, 100) == 0 ? 200 : 1 + random.Below(1, 4);
        int[] ids = [.. Enumerable.Range(0, count).Select(i => random.Below((ulong)(10 + i), Ids)).Distinct()];
        int[] next = [.. ids.Select(id => Math.Abs(_versions[id]) + 1)];
        foreach (int id in ids) Volatile.Write(ref _versions[id], Changing);
        if (random.Below(2, 5) < 2)
        {
            foreach (int id in ids) index.Remove(id);
            for (int i = 0; i < ids.Length; i++) Volatile.Write(ref _versions[ids[i]], -next[i]);
            return;
        }
        using NativeBuffer<float> vectors = new((nuint)(ids.Length * Dimension));
        for (int i = 0; i < ids.Length; i++) Fill(ids[i], next[i], vectors.Slice((nuint)(i * Dimension), Dimension));
        unsafe
        {
            index.Upsert(ids, new MatrixView(vectors.Pointer, ids.Length, Dimension), WorkerTeam.Single);
        }
        for (int i = 0; i < ids.Length; i++) Volatile.Write(ref _versions[ids[i]], next[i]);
    }

    private void Search(HnswIndex index, int searcher)
    {
        int[] before = new int[Ids];
        Neighbor[] found = new Neighbor[20];
        float[] query = new float[Dimension], vector = new float[Dimension];
        for (int round = 0; !_stop; round++)
        {
            Fill(round % Ids, 1 + searcher, query);
            for (int id = 0; id < Ids; id++) before[id] = Volatile.Read(ref _versions[id]);
            int count = (round % 3) switch
            {
                0 => index.Search(Sample.Version, query, found, 40),
                1 => index.Search(Sample.Version, query, found, new Odd(), 40),
                _ => index.SearchExact(Sample.Version, query, found, default(AllItems)),
            };
            Assert.Equal(count, found[..count].Select(n => n.Id).Distinct().Count());
            for (int i = 0; i < count; i++)
            {
                int id = found[i].Id, version = before[id];
                if (version == Changing || Volatile.Read(ref _versions[id]) != version) continue;
                Assert.True(version > 0, $"{id} was returned, but it had been removed before the search began.");
                Fill(id, version, vector);
                float exact = Naive.Score(VectorMetric.Euclidean, query, vector);
                Assert.InRange(found[i].Score, exact * 1.0001f - 1e-4f, exact * 0.9999f + 1e-4f);
            }
            Interlocked.Increment(ref _searches);
        }
    }

    private static void Fill(int id, int version, Span<float> target) =>
        new RandomStream((ulong)id, "vector").Fork((ulong)version).FillNormal(target, 0, 1);

    private readonly struct Odd : IItemFilter
    {
        public int Count => -1;

        public bool Accepts(int id) => id % 2 == 1;
    }
}
