using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Benchmarks.Index;

/// <summary>Nearest vectors: the graph beside hnswlib, the exact scan beside the memory of the machine, and their files.</summary>
public sealed class IndexBenchmark : IBenchmark
{
    private const int Links = 16, BuildCandidates = 200;

    public string Name => "index";

    public string Summary =>
        "Nearest of clustered unit vectors of 64 elements (2,000 centres; WINNOW_INDEX_VECTORS of them, 1,000,000 by default): queries a second "
        + "of the graph at a recall@10, interpolated between settings that take turns with those of hnswlib, and vectors a second of its build, "
        + "beside hnswlib on the same vectors with the same M = 16 and efConstruction = 200; bytes a second that an exact scan reads, one query at "
        + "a time, beside adding up the same memory in order; queries a second of an exact batch beside the product of the matrices alone. All of "
        + "these with one thread, in seconds of its processor. Then saving, mapping and loading, by the clock, files in the page cache.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("WINNOW_INDEX_VECTORS") ?? "1000000");
        using ClusteredVectors data = new(count);
        foreach (BenchmarkRow row in ScanSpeed.Measure(data, progress)) yield return row;
        HnswOptions options = new() { Links = Links, BuildCandidates = BuildCandidates, Capacity = count };
        using HnswIndex index = new(new ModelVersion("bench"), ClusteredVectors.Dimension, VectorMetric.InnerProduct, options);
        foreach (BenchmarkRow row in GraphSpeed.Measure(index, data, progress)) yield return row;
        foreach (BenchmarkRow row in FileSpeed.Measure(index, data, progress)) yield return row;
    }
}
