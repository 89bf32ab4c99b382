using System.Text.Json;

namespace Winnow.Benchmarks.Index;

/// <summary>What hnswlib reaches on the same vectors with the same parameters, one thread, as its script reports it.</summary>
/// <param name="Curve">Queries a second against recall.</param>
/// <param name="BuildRate">Vectors a second.</param>
internal sealed record HnswlibPeer(RecallCurve Curve, double BuildRate)
{
    internal const string Label = "hnswlib";

    /// <summary>Runs the script once; null if it, Python or the package is missing.</summary>
    internal static HnswlibPeer? Measure(ClusteredVectors data, int links, int buildCandidates)
    {
        string[] arguments =
        [
            "--file", data.VectorFile, "--queries", data.QueryFile, "--dim", $"{ClusteredVectors.Dimension}",
            "--m", $"{links}", "--efc", $"{buildCandidates}", "--threads", "1",
        ];
        using PythonPeer? peer = PythonPeer.TryStart(Script, arguments, out string line);
        if (peer is null) return null;
        RecallCurve curve = new();
        double build = double.NaN;
        for (string? next = line; next is not null; next = peer.Next())
        {
            using JsonDocument result = JsonDocument.Parse(next);
            curve.Add(result.RootElement.GetProperty("recall_at_10").GetDouble(), result.RootElement.GetProperty("queries_per_s").GetDouble());
            build = result.RootElement.GetProperty("build_vectors_per_s").GetDouble();
        }
        return new HnswlibPeer(curve, build);
    }

    private static string Script => Path.Combine(
        Environment.GetEnvironmentVariable("WINNOW_PEERS") ?? Path.Combine("..", "shared", "peers"), "hnswlib_ann.py");
}
