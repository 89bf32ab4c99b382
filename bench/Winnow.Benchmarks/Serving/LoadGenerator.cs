using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Benchmarks.Serving;

/// <summary>Sends HTTP requests at moments that are fixed beforehand, whether or not earlier ones were answered: an open loop.</summary>
/// <remarks>A latency counts from the moment the request was due, so that a stall of the server, or of this generator, is seen by
/// every request that was due during it (no co-ordinated omission). Arrivals are a Poisson process. Works from one thread and the
/// completions of sockets, and allocates as good as nothing, because it shares the machine with the server.</remarks>
internal sealed partial class LoadGenerator : IDisposable
{
    private const int MostConnections = 512;
    private const double SleepAtLeast = 100e-6;         // seconds; shorter waits are not worth a sleep

    private readonly IPEndPoint _server;
    private readonly ReadOnlyMemory<byte>[] _requests;
    private readonly Stack<LoadConnection> _idle = new();
    private readonly List<LoadConnection> _all = [];

    /// <param name="server">Where it listens.</param>
    /// <param name="requests">Whole HTTP/1.1 requests, sent in turn.</param>
    internal LoadGenerator(IPEndPoint server, ReadOnlyMemory<byte>[] requests) => (_server, _requests) = (server, requests);

    /// <summary>Sends and waits for the last answer.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="seed">Decides the moments.</param>
    internal LoadResult Run(double rate, double seconds, ulong seed)
    {
        double[] due = Moments(rate, seconds, seed);
        using LoadRecord record = new(due.Length);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < due.Length; i++)
        {
            for (double wait; (wait = due[i] - Stopwatch.GetElapsedTime(start).TotalSeconds) > 0;) Sleep(wait);
            long dueAt = start + (long)(due[i] * Stopwatch.Frequency);
            Take().Send(_requests[(int)(((ulong)i + seed) % (ulong)_requests.Length)], record, i, dueAt);
        }
        record.WaitForAll();
        return record.Result(rate, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose()
    {
        foreach (LoadConnection connection in _all) connection.Dispose();
    }

    private static double[] Moments(double rate, double seconds, ulong seed)
    {
        RandomStream random = new(seed, "arrivals");
        List<double> moments = [];
        double at = 0;
        for (ulong i = 0; (at += -Math.Log(1 - random.Uniform(i)) / rate) < seconds; i++) moments.Add(at);
        return [.. moments];
    }

    /// <summary>A connection that nobody uses; a new one while there are few; else the first that becomes free.</summary>
    private LoadConnection Take()
    {
        lock (_idle)
        {
            while (true)
            {
                if (_idle.TryPop(out LoadConnection? idle)) return idle;
                if (_all.Count < MostConnections) break;
                Monitor.Wait(_idle);
            }
        }
        LoadConnection connection = new(_server, Return);
        _all.Add(connection);
        return connection;
    }

    private void Return(LoadConnection connection)
    {
        lock (_idle)
        {
            _idle.Push(connection);
            Monitor.Pulse(_idle);
        }
    }

    /// <summary>Thread.Sleep knows milliseconds only, which is as long as some answers take.</summary>
    private static void Sleep(double seconds)
    {
        if (seconds < SleepAtLeast) Thread.SpinWait(20);
        else if (OperatingSystem.IsLinux()) _ = MicrosecondSleep((uint)Math.Min(500_000, (seconds - SleepAtLeast / 2) * 1e6));
        else Thread.Sleep(TimeSpan.FromSeconds(seconds));
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int MicrosecondSleep(uint microseconds);
}
