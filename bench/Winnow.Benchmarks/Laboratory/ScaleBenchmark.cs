using System.Diagnostics;
using System.Globalization;
using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Neighbourhood models on a log that is as large as a shop's: time and memory beside the goal.</summary>
/// <remarks>The number of interactions comes from WINNOW_SCALE (default 100,000,000), users and items in proportion.</remarks>
public sealed class ScaleBenchmark : IBenchmark
{
    private const int FullInteractions = 100_000_000, FullUsers = 1_000_000, FullItems = 200_000, TopK = 500;
    private const double GoalMinutes = 15, GoalGiB = 12;

    public string Name => "scale";

    public string Summary =>
        "ItemKNN (jaccard) and RP3beta with 500 neighbours on 100 M generated interactions of 1 M users and 200 k items (WINNOW_SCALE=n for n interactions), minutes and peak memory of the process beside the goal.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        string? asked = Environment.GetEnvironmentVariable("WINNOW_SCALE");
        int interactions = asked is null ? FullInteractions : int.Parse(asked, CultureInfo.InvariantCulture);
        double share = (double)interactions / FullInteractions;
        int users = (int)(FullUsers * share), items = share >= 1 ? FullItems : (int)(FullItems * Math.Sqrt(share));
        using WorkerTeam team = new(Environment.ProcessorCount);
        (double minutes, Interactions log) = Timed(() => SkewedLog.Make(users, items, interactions, team));
        progress($"generated {log.Count} interactions of {users} users and {items} items in {minutes:F2} min");
        (minutes, _) = Timed(() => log.ByItem);
        string size = $"{log.Count / 1e6:F1} M interactions";
        yield return new BenchmarkRow($"both matrices, {size}", minutes, GoalMinutes, "goal", "min", LessIsBetter: true);
        long pairs = 0;
        for (int user = 0; user < users; user++) pairs += (long)log.ByUser.RowLength(user) * log.ByUser.RowLength(user);
        foreach (RecommenderOptions options in (RecommenderOptions[])[new ItemKnnOptions { TopK = TopK, Shrink = 10, Similarity = Similarity.Jaccard }, new Rp3BetaOptions { TopK = TopK }])
        {
            ITopNRecommender model = options.Create();
            (minutes, CsrMatrix weights) = Timed(() =>
            {
                model.Fit(log, new FitContext(team));
                return ((SparseItemRecommender)model).Weights;
            });
            string name = $"{model.GetType().Name}, {TopK} neighbours, {size}";
            progress($"{name}: {minutes:F2} min, {weights.Entries} neighbours kept, {pairs / 1e9 / minutes / 60:F2} G additions/s, peak {PeakGiB:F2} GiB");
            yield return new BenchmarkRow(name, minutes, GoalMinutes, "goal", "min", LessIsBetter: true);
            yield return new BenchmarkRow($"{name}, peak of the process so far", PeakGiB, GoalGiB, "goal", "GiB", LessIsBetter: true);
        }
    }

    private static double PeakGiB
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / (double)(1 << 30);
        }
    }

    private static (double Minutes, T Result) Timed<T>(Func<T> make)
    {
        long start = Stopwatch.GetTimestamp();
        T result = make();
        return (Stopwatch.GetElapsedTime(start).TotalMinutes, result);
    }
}
