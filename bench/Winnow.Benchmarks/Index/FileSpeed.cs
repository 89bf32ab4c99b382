using System.Diagnostics;
using Winnow.Retrieval;

namespace Winnow.Benchmarks.Index;

/// <summary>Files of indexes: how long until a server has one, and what searching it in its file costs.</summary>
internal static class FileSpeed
{
    private const int RoundCount = 3, Candidates = 32, PieceBytes = 1 << 20;
    private const double ReadyGoal = 5000;      // milliseconds, of a whole server with a million items

    private const string Written = "writing as many bytes", Read = "reading the file", Goal = "goal of the server", InMemory = "in memory";

    internal static IEnumerable<BenchmarkRow> Measure(HnswIndex graph, ClusteredVectors data, Action<string> progress)
    {
        string folder = Directory.CreateTempSubdirectory("winnow-index-files-").FullName;
        try
        {
            string name = $"{data.Ids.Length:N0} × {ClusteredVectors.Dimension}";
            foreach (BenchmarkRow row in Graph(graph, data, Path.Combine(folder, "graph"), name)) yield return row;
            progress("files of the graph measured");
            foreach (BenchmarkRow row in Exact(data, Path.Combine(folder, "exact"), name)) yield return row;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchmarkRow> Graph(HnswIndex graph, ClusteredVectors data, string path, string name)
    {
        double[] save = Rounds.Medians(RoundCount, () => Milliseconds(() => graph.Save(path)), () => Milliseconds(() => WriteAlike(path)));
        yield return new($"{name}, graph, save", save[0], save[1], Written, "ms", LessIsBetter: true);
        double[] open = Rounds.Medians(RoundCount,
            () => Milliseconds(() => FirstAnswer(HnswIndex.Map(path), data)),
            () => Milliseconds(() => FirstAnswer(HnswIndex.Load(path), data)),
            () => Milliseconds(() => HnswIndex.Map(path, verify: true).Dispose()),
            () => Milliseconds(() => ReadAll(path)));
        yield return new($"{name}, graph, map and answer", open[0], ReadyGoal, Goal, "ms", LessIsBetter: true);
        yield return new($"{name}, graph, map and verify", open[2], open[3], Read, "ms", LessIsBetter: true);
        yield return new($"{name}, graph, load, verify and answer", open[1], ReadyGoal, Goal, "ms", LessIsBetter: true);
        using HnswIndex mapped = HnswIndex.Map(path, verify: true);
        double[] rates = Rounds.Medians(RoundCount,
            () => GraphSpeed.Rate(mapped, data, Candidates), () => GraphSpeed.Rate(graph, data, Candidates));
        yield return new($"{name}, graph, search the mapped file, {Candidates} candidates", rates[0], rates[1], InMemory, "queries/s");
    }

    private static IEnumerable<BenchmarkRow> Exact(ClusteredVectors data, string path, string name)
    {
        using ExactIndex index = new(
            new ModelVersion("bench"), data.Vectors, data.Ids, VectorMetric.InnerProduct, new() { Precision = ScanPrecision.Int8 });
        double[] save = Rounds.Medians(RoundCount, () => Milliseconds(() => index.Save(path)), () => Milliseconds(() => WriteAlike(path)));
        yield return new($"{name}, exact in Int8, save", save[0], save[1], Written, "ms", LessIsBetter: true);
        double[] open = Rounds.Medians(RoundCount,
            () => Milliseconds(() => FirstAnswer(ExactIndex.Map(path), data)),
            () => Milliseconds(() => FirstAnswer(ExactIndex.Load(path), data)));
        yield return new($"{name}, exact in Int8, map and answer", open[0], ReadyGoal, Goal, "ms", LessIsBetter: true);
        yield return new($"{name}, exact in Int8, load, verify and answer", open[1], ReadyGoal, Goal, "ms", LessIsBetter: true);
        using ExactIndex mapped = ExactIndex.Map(path, verify: true);
        double[] rates = Rounds.Medians(RoundCount, () => ScanSpeed.ScanRate(mapped, data), () => ScanSpeed.ScanRate(index, data));
        yield return new($"{name}, exact in Int8, scan the mapped file", rates[0], rates[1], InMemory, "GB/s");
    }

    private static void FirstAnswer(HnswIndex index, ClusteredVectors data)
    {
        using (index) index.Search(index.Version, data.Query(0), new Neighbor[ClusteredVectors.Wanted]);
    }

    private static void FirstAnswer(ExactIndex index, ClusteredVectors data)
    {
        using (index) index.Search(index.Version, data.Query(0), new Neighbor[ClusteredVectors.Wanted]);
    }

    /// <summary>As many bytes as a file has, written beside it and flushed to the disk.</summary>
    private static void WriteAlike(string path)
    {
        string other = path + ".alike";
        byte[] piece = new byte[PieceBytes];
        using (FileStream file = new(other, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            for (long left = new FileInfo(path).Length; left > 0; left -= PieceBytes) file.Write(piece);
            file.Flush(flushToDisk: true);
        }
        File.Delete(other);
    }

    private static void ReadAll(string path)
    {
        byte[] piece = new byte[PieceBytes];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        while (file.Read(piece) > 0) { }
    }

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
