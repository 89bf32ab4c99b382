using System.Globalization;
using System.Text;

namespace Winnow.Benchmarks.Serving;

/// <summary>A server under load: latency, rate, memory, start.</summary>
/// <remarks>WINNOW_SERVING_ITEMS items (1,000,000). WINNOW_SERVING_RELEASE names a folder in which the release is kept from one run to the
/// next; making it takes most of the time.</remarks>
public sealed class ServingBenchmark : IBenchmark
{
    private const double Rate = 100, P99Goal = 25, ReadyGoal = 5;
    private const double WarmSeconds = 15, MeasureSeconds = 40, SearchSeconds = 8;
    private const int BodyKinds = 4096;

    private static readonly double[] s_rates = [150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 1000, 1250, 1500, 2000];

    public string Name => "serving";

    public string Summary =>
        "POST /v1/recommend over a release of 1,000,000 generated items: 500 candidates from a graph of vectors of 64, similar items and popular ones, a light "
        + "pre-ranker, DeepFM 400-400-400 over 200, MMR, rules; no budget that cuts the work. Server and load generator share the machine; arrivals are a "
        + "Poisson process, latency counts from the moment a request was due (open loop), to the last byte of the answer. Milliseconds by the clock.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        int items = int.Parse(Environment.GetEnvironmentVariable("WINNOW_SERVING_ITEMS") ?? "1000000", CultureInfo.InvariantCulture);
        string? kept = Environment.GetEnvironmentVariable("WINNOW_SERVING_RELEASE");
        string folder = kept ?? Directory.CreateTempSubdirectory("winnow-serving-").FullName;
        try
        {
            string release = Path.Combine(folder, "release");
            if (!Directory.Exists(release)) new MarketRelease(new Market(items), folder, progress).Pack();
            GC.Collect();
            return [.. Measure(release, $"{items:N0} items", progress)];
        }
        finally
        {
            if (kept is null) Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchmarkRow> Measure(string release, string name, Action<string> progress)
    {
        double ready = Rounds.Median([.. Enumerable.Range(0, 3).Select(_ =>
        {
            using ServedProcess process = new(release);
            progress($"ready after {process.SecondsToReady:F2} s");
            return process.SecondsToReady;
        })]);
        yield return new($"{name}, start of the process to ready", ready, ReadyGoal, "goal", "s", LessIsBetter: true);

        using ServedProcess server = new(release);
        using LoadGenerator load = new(server.EndPoint, Requests());
        progress($"warm: {load.Run(Rate, WarmSeconds, seed: 1)}");
        ServedFigures before = server.Ask();
        LoadResult steady = load.Run(Rate, MeasureSeconds, seed: 2);
        ServedFigures after = server.Ask();
        Say(steady, progress);
        progress($"  {after.Collections - before.Collections} collections, {after.FullCollections - before.FullCollections} of them full");
        string at = $"{name}, {Rate:F0} requests/s";
        yield return new($"{at}, p50", steady.P50, P99Goal, "goal of p99", "ms", LessIsBetter: true);
        yield return new($"{at}, p99", steady.P99, P99Goal, "goal", "ms", LessIsBetter: true);
        yield return new($"{at}, p99.9", steady.P999, P99Goal, "goal of p99", "ms", LessIsBetter: true);
        yield return new($"{at}, refused or failed, of {steady.Requests:N0}", steady.Failed, 0, "goal", "requests", LessIsBetter: true);
        yield return new($"{at}, degraded answers, of {steady.Requests:N0}", steady.Degraded, 0, "goal", "requests", LessIsBetter: true);
        yield return new($"{at}, processor time of the server", 1000 * (after.ProcessorSeconds - before.ProcessorSeconds) / steady.Requests, double.NaN, "", "ms a request", LessIsBetter: true);
        double bytes = (double)(after.Allocated - before.Allocated) / steady.Requests;

        LoadResult best = steady;
        double bytesAtBest = bytes;
        foreach (double rate in s_rates)
        {
            before = server.Ask();
            LoadResult result = load.Run(rate, SearchSeconds, seed: (ulong)rate);
            after = server.Ask();
            Say(result, progress);
            if (result.Failed > 0 || result.Degraded > 0 || result.P99 >= P99Goal) break;
            (best, bytesAtBest) = (result, (double)(after.Allocated - before.Allocated) / result.Requests);
        }
        yield return new($"{name}, highest rate with p99 under {P99Goal:F0} ms", best.Rate, Rate, "goal", "requests/s");
        yield return new($"{name}, managed memory a request, at {best.Rate:F0} requests/s", bytesAtBest / 1024, bytes / 1024, $"at {Rate:F0} requests/s", "KiB", LessIsBetter: true);
        yield return new($"{name}, resident, mapped files included", server.Ask().Resident / (1024.0 * 1024), double.NaN, "", "MiB", LessIsBetter: true);
    }

    private static void Say(LoadResult result, Action<string> progress)
    {
        progress(result.ToString());
        if (result.FirstFault is { } fault) progress($"  first that was not as wanted: {fault[..Math.Min(1000, fault.Length)]}");
    }

    /// <summary>Requests of different users with a context.</summary>
    private static ReadOnlyMemory<byte>[] Requests()
    {
        ReadOnlyMemory<byte>[] requests = new ReadOnlyMemory<byte>[BodyKinds];
        for (int i = 0; i < requests.Length; i++)
        {
            string body = string.Create(CultureInfo.InvariantCulture,
                $$$"""{"user":"{{{Market.UserId(i * 4801 % Market.Users)}}}","count":10,"context":{"device":"d{{{i % 3}}}","hour":"{{{i % 24}}}"}}""");
            requests[i] = Encoding.ASCII.GetBytes(
                $"POST /v1/recommend HTTP/1.1\r\nHost: winnow\r\nX-Api-Key: {ServedProcess.Key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }
        return requests;
    }
}
