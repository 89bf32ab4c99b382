using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Benchmarks.Index;

/// <summary>Building and searching the graph, in turn with hnswlib.</summary>
internal static class GraphSpeed
{
    private const int RoundCount = 3;
    private const double EnoughRecall = 0.995;

    private static readonly int[] s_candidates = [10, 16, 24, 32, 40, 48, 64, 96, 128, 192, 256, 384, 512];

    /// <summary>Fills the index with the vectors, then measures both.</summary>
    internal static IEnumerable<BenchmarkRow> Measure(HnswIndex index, ClusteredVectors data, Action<string> progress)
    {
        int[][] truth = data.Truth();
        using HnswlibPeer? peer = HnswlibPeer.TryStart(data, data.SaveTruth(truth), index.Options.Links, index.Options.BuildCandidates);
        int count = data.Ids.Length;
        double ours = count / Rounds.SecondsPerCall(() => index.Upsert(data.Ids, data.Vectors, WorkerTeam.Single), 0, processor: true);
        progress($"build: {ours:N0} vectors/s");
        double theirs = peer is null ? double.NaN : count / peer.Build();
        progress($"build of the peer: {theirs:N0} vectors/s");
        string name = $"{count:N0} × {ClusteredVectors.Dimension}";
        yield return new($"{name}, build", ours, theirs, HnswlibPeer.Label, "vectors/s");
        (RecallCurve curve, RecallCurve peerCurve) = Curves(index, data, truth, peer, progress);
        foreach (double recall in (double[])[0.95, 0.99])
            yield return new($"{name}, search at recall@10 = {recall:F2}", curve.RateAt(recall), peerCurve.RateAt(recall), HnswlibPeer.Label, "queries/s");
    }

    private static (RecallCurve Ours, RecallCurve Theirs) Curves(
        HnswIndex index, ClusteredVectors data, int[][] truth, HnswlibPeer? peer, Action<string> progress)
    {
        RecallCurve ours = new(), theirs = new();
        foreach (int candidates in s_candidates)
        {
            bool isOurTurn = ours.BestRecall < EnoughRecall, isTheirTurn = peer is not null && theirs.BestRecall < EnoughRecall;
            if (!isOurTurn && !isTheirTurn) break;
            double[] rates = Rounds.Medians(RoundCount,
                () => isOurTurn ? Rate(index, data, candidates) : double.NaN,
                () => isTheirTurn ? peer!.Search(candidates).Rate : double.NaN);
            if (isOurTurn) ours.Add(Recall(index, data, truth, candidates), rates[0]);
            if (isTheirTurn) theirs.Add(peer!.Search(candidates).Recall, rates[1]);
            progress($"candidates {candidates}: recall@10 {ours.BestRecall:F4}, {rates[0]:N0} queries/s; peer {theirs.BestRecall:F4}, {rates[1]:N0}");
        }
        return (ours, theirs);
    }

    /// <summary>Queries a processor second.</summary>
    internal static double Rate(HnswIndex index, ClusteredVectors data, int candidates)
    {
        Neighbor[] results = new Neighbor[ClusteredVectors.Wanted];
        return ClusteredVectors.Queries / Rounds.SecondsPerCall(() =>
        {
            for (int q = 0; q < ClusteredVectors.Queries; q++) index.Search(index.Version, data.Query(q), results, candidates);
        }, seconds: 0.2, processor: true);
    }

    private static double Recall(HnswIndex index, ClusteredVectors data, int[][] truth, int candidates)
    {
        Neighbor[] results = new Neighbor[ClusteredVectors.Wanted];
        int hits = 0;
        for (int q = 0; q < ClusteredVectors.Queries; q++)
        {
            int found = index.Search(index.Version, data.Query(q), results, candidates);
            for (int i = 0; i < found; i++)
                if (truth[q].Contains(results[i].Id)) hits++;
        }
        return (double)hits / (ClusteredVectors.Queries * ClusteredVectors.Wanted);
    }
}
