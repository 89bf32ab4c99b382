using System.Runtime.Intrinsics;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Benchmarks.Index;

/// <summary>How near an exact scan comes to what the memory of the machine gives, and a batch to what its arithmetic gives.</summary>
internal static unsafe class ScanSpeed
{
    private const int RoundCount = 7, ScansAtOnce = 8;

    internal static IEnumerable<BenchmarkRow> Measure(ClusteredVectors data, Action<string> progress)
    {
        string name = $"{data.Ids.Length:N0} × {ClusteredVectors.Dimension}";
        foreach (ScanPrecision precision in (ScanPrecision[])[ScanPrecision.Int8, ScanPrecision.BFloat16, ScanPrecision.Float32])
        {
            using ExactIndex index = new(
                new ModelVersion("bench"), data.Vectors, data.Ids, VectorMetric.InnerProduct, new() { Precision = precision });
            double[] rates = Rounds.Medians(RoundCount, () => ScanRate(index, data), () => ReadRate(data, index.ScannedBytes));
            progress($"{precision} scan: {rates[0]:F1} GB/s of {rates[1]:F1}");
            yield return new($"{name}, exact scan of {precision}, one query", rates[0], rates[1], "reading in order", "GB/s");
            if (precision != ScanPrecision.BFloat16) yield return Batch(index, data, $"{name}, exact batch of 256 in {precision}");
        }
    }

    private static BenchmarkRow Batch(ExactIndex index, ClusteredVectors data, string name)
    {
        const int queries = 256, part = 16_384;
        using NativeBuffer<float> product = new(queries * part);
        Neighbor[] results = new Neighbor[queries * ClusteredVectors.Wanted];
        MatrixView some = data.QueryMatrix.RowRange(0, queries);
        double[] rates = Rounds.Medians(3,
            () => queries / Rounds.SecondsPerCall(() => index.SearchBatch(index.Version, some, results, ClusteredVectors.Wanted, WorkerTeam.Single), 0.2, processor: true),
            () => queries / Rounds.SecondsPerCall(() => MultiplyAll(some, data.Vectors, product, part), 0.2, processor: true));
        return new(name, rates[0], rates[1], "float32 product alone", "queries/s");
    }

    private static void MultiplyAll(MatrixView queries, MatrixView vectors, NativeBuffer<float> product, int part)
    {
        for (int first = 0; first < vectors.Rows; first += part)
        {
            int rows = Math.Min(part, vectors.Rows - first);
            Numerics.Gemm.Multiply(Transpose.No, queries, Transpose.Yes, vectors.RowRange(first, rows),
                new MatrixView(product.Pointer, queries.Rows, rows), accumulate: false, WorkerTeam.Single);
        }
    }

    /// <summary>GB that a scan reads in a processor second.</summary>
    internal static double ScanRate(ExactIndex index, ClusteredVectors data)
    {
        Neighbor[] results = new Neighbor[ClusteredVectors.Wanted];
        int query = 0;
        double seconds = Rounds.SecondsPerCall(() =>
        {
            for (int i = 0; i < ScansAtOnce; i++) index.Search(index.Version, data.Query(query++ % ClusteredVectors.Queries), results);
        }, 0.1, processor: true);
        return index.ScannedBytes * ScansAtOnce / seconds / 1e9;
    }

    /// <summary>As many bytes of the float vectors, added up in order.</summary>
    private static double ReadRate(ClusteredVectors data, long bytes)
    {
        bytes = Math.Min(bytes, data.Vectors.Count * sizeof(float)) / 256 * 256;
        byte* start = (byte*)data.Vectors.Data;
        Vector512<int> sum = default;
        double seconds = Rounds.SecondsPerCall(() =>
        {
            for (int i = 0; i < ScansAtOnce; i++) sum ^= Sum(start, bytes);
        }, 0.1, processor: true);
        if (sum == Vector512.Create(1)) throw new InvalidOperationException("The sum is used, so that it is formed.");
        return bytes * ScansAtOnce / seconds / 1e9;
    }

    private static Vector512<int> Sum(byte* at, long bytes)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        for (byte* end = at + bytes; at < end; at += 256)
        {
            a ^= Vector512.Load((int*)at);
            b ^= Vector512.Load((int*)(at + 64));
            c ^= Vector512.Load((int*)(at + 128));
            d ^= Vector512.Load((int*)(at + 192));
        }
        return a ^ b ^ c ^ d;
    }
}
