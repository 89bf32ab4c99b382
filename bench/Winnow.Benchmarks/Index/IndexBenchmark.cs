using System.Diagnostics;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Benchmarks.Index;

/// <summary>Nearest vectors: the graph beside hnswlib, the exact scan beside the memory of the machine.</summary>
public sealed class IndexBenchmark : IBenchmark
{
    private const int Links = 16, BuildCandidates = 200, Repeats = 3;

    private static readonly int[] s_candidates = [10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 512];

    public string Name => "index";

    public string Summary =>
        "Nearest of clustered unit vectors of 64 elements (2,000 centres; WINNOW_INDEX_VECTORS of them, 1,000,000 by default): queries a second "
        + "of the graph at a recall@10, interpolated between settings, and vectors a second of its build, beside hnswlib on the same vectors "
        + "with the same M = 16 and efConstruction = 200; bytes a second that an exact scan reads, one query at a time, beside adding up the "
        + "same memory in order; queries a second of an exact batch beside the product of the matrices alone. One thread.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("WINNOW_INDEX_VECTORS") ?? "1000000");
        using ClusteredVectors data = new(count);
        foreach (BenchmarkRow row in Graph(data, progress)) yield return row;
        foreach (BenchmarkRow row in ScanSpeed.Measure(data, progress)) yield return row;
    }

    private static IEnumerable<BenchmarkRow> Graph(ClusteredVectors data, Action<string> progress)
    {
        HnswOptions options = new() { Links = Links, BuildCandidates = BuildCandidates, Capacity = data.Ids.Length };
        using HnswIndex index = new(new ModelVersion("bench"), ClusteredVectors.Dimension, VectorMetric.InnerProduct, options);
        double buildRate = data.Ids.Length / Seconds(() => index.Upsert(data.Ids, data.Vectors, WorkerTeam.Single));
        progress($"build: {buildRate:N0} vectors/s");
        RecallCurve curve = Measure(index, data, progress);
        HnswlibPeer? peer = HnswlibPeer.Measure(data, Links, BuildCandidates);
        string name = $"{data.Ids.Length:N0} × {ClusteredVectors.Dimension}";
        foreach (double recall in (double[])[0.95, 0.99])
        {
            yield return new($"{name}, search at recall@10 = {recall:F2}", curve.RateAt(recall), peer?.Curve.RateAt(recall) ?? double.NaN,
                HnswlibPeer.Label, "queries/s");
        }
        yield return new($"{name}, build", buildRate, peer?.BuildRate ?? double.NaN, HnswlibPeer.Label, "vectors/s");
    }

    private static RecallCurve Measure(HnswIndex index, ClusteredVectors data, Action<string> progress)
    {
        HashSet<int>[] truth = data.Truth(index);
        Neighbor[] results = new Neighbor[ClusteredVectors.Wanted];
        RecallCurve curve = new();
        foreach (int candidates in s_candidates)
        {
            int hits = 0;
            for (int q = 0; q < ClusteredVectors.Queries; q++)
            {
                int found = index.Search(index.Version, data.Query(q), results, candidates);
                for (int i = 0; i < found; i++)
                    if (truth[q].Contains(results[i].Id)) hits++;
            }
            double recall = (double)hits / (ClusteredVectors.Queries * ClusteredVectors.Wanted);
            double rate = Rounds.Median([.. Enumerable.Range(0, Repeats).Select(_ => Rate(index, data, results, candidates))]);
            progress($"candidates {candidates}: recall@10 {recall:F4}, {rate:N0} queries/s");
            curve.Add(recall, rate);
            if (recall > 0.995) break;
        }
        return curve;
    }

    private static double Rate(HnswIndex index, ClusteredVectors data, Neighbor[] results, int candidates) =>
        ClusteredVectors.Queries / Rounds.SecondsPerCall(() =>
        {
            for (int q = 0; q < ClusteredVectors.Queries; q++) index.Search(index.Version, data.Query(q), results, candidates);
        }, seconds: 0.2);

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
