using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Retrieval.Tests;

public sealed class RecallAuditTests : IDisposable
{
    private const int Items = 2000, Dimension = 16;

    private readonly Sample _vectors = Sample.Clustered(Items, Dimension, 40), _queries = Sample.Clustered(400, Dimension, 40, seed: 2);
    private readonly HnswIndex _index = new(Sample.Version, Dimension, VectorMetric.Cosine, new() { Links = 6, BuildCandidates = 20 });

    public RecallAuditTests() => _index.Upsert(Sample.Ids(Items), _vectors.Matrix, WorkerTeam.Single);

    [Fact]
    public void Report_EveryQueryCompared_IsTheRecall()
    {
        RecallAudit audit = new(_index, share: 1, topK: 10, seed: 1, places: 400);
        Neighbor[] found = new Neighbor[10], truth = new Neighbor[10];
        double recall = 0;
        for (int q = 0; q < 400; q++)
        {
            int count = _index.Search(Sample.Version, _queries[q], found, 10);
            _index.SearchExact(Sample.Version, _queries[q], truth, default(AllItems));
            recall += Naive.Recall(found[..count], truth) / 400;
            Assert.True(audit.Observe(_queries[q], found.AsSpan(0, count)));
        }
        Assert.Equal(400, audit.Run());
        RecallReport report = audit.Report();
        Assert.Equal((400, 400, 0, 0), (report.Seen, report.Compared, report.Dropped, report.Changed));
        Assert.Equal(recall, report.Recall, 9);
        Assert.InRange(report.Recall, report.Low, report.High);
        Assert.InRange(report.Recall, 0.3, 0.9999);      // few candidates: an audit that cannot see misses would say 1
    }

    [Fact]
    public void Observe_Share_ChoosesAboutAsManyAndAlwaysTheSame()
    {
        int[] chosen = new int[2];
        for (int run = 0; run < 2; run++)
        {
            RecallAudit audit = new(_index, share: 0.1, topK: 5, seed: 3, places: 2000);
            for (int q = 0; q < 4000; q++)
                if (audit.Observe(_queries[q % 400], [])) chosen[run] += q;
        }
        Assert.Equal(chosen[0], chosen[1]);
        RecallAudit counted = new(_index, share: 0.1, topK: 5, seed: 3, places: 2000);
        for (int q = 0; q < 4000; q++) counted.Observe(_queries[q % 400], []);
        Assert.InRange(counted.Run(), 400 - 5 * 19, 400 + 5 * 19);      // five standard deviations of a binomial count
        Assert.Equal(0, counted.Report().Recall);
    }

    [Fact]
    public void Observe_NoFreePlace_IsCounted()
    {
        RecallAudit audit = new(_index, share: 1, topK: 5, seed: 3, places: 4);
        for (int q = 0; q < 10; q++) audit.Observe(_queries[q], []);
        Assert.Equal(6, audit.Report().Dropped);
        Assert.Equal(4, audit.Run());
        Assert.True(audit.Observe(_queries[0], []));
    }

    [Fact]
    public void Run_IndexChangedMeanwhile_IsCounted()
    {
        RecallAudit audit = new(_index, share: 1, topK: 5, seed: 3);
        Neighbor[] found = new Neighbor[5];
        _index.Search(Sample.Version, _queries[0], found);
        audit.Observe(_queries[0], found);
        _index.Remove(found[0].Id);
        audit.Run();
        Assert.Equal(1, audit.Report().Changed);
        Assert.Equal(0.8, audit.Report().Recall, 9);
    }

    [Fact]
    public void Observe_Warm_AllocatesNothing()
    {
        RecallAudit audit = new(_index, share: 0.5, topK: 5, seed: 3);
        Neighbor[] found = new Neighbor[5];
        _index.Search(Sample.Version, _queries[0], found);
        Allocations.AssertNone(() => { for (int q = 0; q < 400; q++) audit.Observe(_queries[q], found); });
    }

    [Theory]
    [InlineData(1.0, 10, 0.7225, 1.0)]         // Wilson's bounds by hand: 1 / (1 + z²/n), and symmetric about one half
    [InlineData(0.5, 100, 0.4038, 0.5962)]
    [InlineData(0.0, 10, 0.0, 0.2775)]
    public void Wilson_KnownCases_EqualHandComputedValues(double mean, long trials, double low, double high)
    {
        (double actualLow, double actualHigh) = RecallAudit.Wilson(mean, trials);
        Assert.Equal(low, actualLow, 4);
        Assert.Equal(high, actualHigh, 4);
    }

    public void Dispose()
    {
        _index.Dispose();
        _vectors.Dispose();
        _queries.Dispose();
    }
}
