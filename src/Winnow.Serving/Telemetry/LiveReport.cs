namespace Winnow.Serving;

/// <summary>What happened in the last minutes.</summary>
/// <param name="Step">Seconds a point stands for.</param>
/// <param name="Points">The points, the oldest first.</param>
/// <param name="Total">All of them together.</param>
public sealed record LiveReport(int Step, IReadOnlyList<LivePoint> Points, LivePoint Total);

/// <summary>What happened in some seconds.</summary>
/// <param name="Time">When they began.</param>
/// <param name="Answered">Requests answered.</param>
/// <param name="Degraded">Those of them in which a stage did not do its work.</param>
/// <param name="Refused">Requests refused for what they were: no key, too many, not understood.</param>
/// <param name="Failed">Requests refused for what the server was: not ready, broken.</param>
/// <param name="P50">Median latency in ms; null if nothing was answered.</param>
/// <param name="P95">95th percentile of latency in ms.</param>
/// <param name="P99">99th percentile of latency in ms.</param>
/// <param name="Degradations">How often each stage did not do its work, by its name.</param>
public sealed record LivePoint(
    DateTimeOffset Time, int Answered, int Degraded, int Refused, int Failed, double? P50, double? P95, double? P99, IReadOnlyDictionary<string, int> Degradations);
