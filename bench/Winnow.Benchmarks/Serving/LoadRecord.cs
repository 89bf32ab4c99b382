using System.Diagnostics;
using System.Text;

namespace Winnow.Benchmarks.Serving;

/// <summary>What became of each request of a run.</summary>
internal sealed class LoadRecord(int requests) : IDisposable
{
    private readonly double[] _milliseconds = new double[requests];
    private readonly CountdownEvent _left = new(Math.Max(1, requests));
    private int _degraded, _failed;
    private string? _firstFault, _firstDegraded;

    internal void Answer(int number, long dueAt, bool isDegraded, ReadOnlySpan<byte> body)
    {
        _milliseconds[number] = Stopwatch.GetElapsedTime(dueAt).TotalMilliseconds;
        if (isDegraded && Interlocked.Increment(ref _degraded) == 1) _firstDegraded = Encoding.UTF8.GetString(body);
        _left.Signal();
    }

    internal void Fail(int number, long dueAt, string fault)
    {
        _milliseconds[number] = Stopwatch.GetElapsedTime(dueAt).TotalMilliseconds;
        if (Interlocked.Increment(ref _failed) == 1) _firstFault = fault;
        _left.Signal();
    }

    public void Dispose() => _left.Dispose();

    /// <summary>Waits for the answers under way; gives up after a minute.</summary>
    internal void WaitForAll()
    {
        if (requests > 0 && !_left.Wait(TimeSpan.FromMinutes(1))) throw new TimeoutException($"{_left.CurrentCount} of {requests} requests were not answered within a minute.");
    }

    internal LoadResult Result(double rate, double seconds)
    {
        Array.Sort(_milliseconds);
        return new LoadResult(rate, requests / seconds, requests, _failed, _degraded, At(0.5), At(0.99), At(0.999), At(1), _firstFault ?? _firstDegraded);
    }

    /// <summary>The least latency that so great a share of the requests does not exceed.</summary>
    private double At(double share) => requests == 0 ? double.NaN : _milliseconds[Math.Max(0, (int)Math.Ceiling(share * requests) - 1)];
}

/// <summary>One run of the generator.</summary>
/// <param name="Rate">Requests a second that were asked for.</param>
/// <param name="Reached">Requests a second, from the first due moment to the last answer.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Failed">Of these, not answered with 200.</param>
/// <param name="Degraded">Of these, answered by a funnel in which a stage did not do its work.</param>
/// <param name="P50">Median latency in milliseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Most">The greatest latency.</param>
/// <param name="FirstFault">The first answer that was not as wanted; null: none.</param>
internal sealed record LoadResult(
    double Rate, double Reached, int Requests, int Failed, int Degraded, double P50, double P99, double P999, double Most, string? FirstFault)
{
    public override string ToString() =>
        $"{Rate:F0}/s: {Requests} requests, {Failed} failed, {Degraded} degraded; p50 {P50:F2}, p99 {P99:F2}, p99.9 {P999:F2}, most {Most:F2} ms";
}
