using System.Diagnostics;
using System.Globalization;

namespace Winnow.Benchmarks;

/// <summary>redis-benchmark, the load generator that comes with Redis, reading plain strings: what a client and a server can do at all on this machine.</summary>
internal sealed class RedisBenchmarkPeer(int port)
{
    internal const string Program = "redis-benchmark";

    /// <summary>Stores the string that <see cref="Get"/> reads.</summary>
    internal void Set(int bytes) => Run($"-t set -d {bytes} -n 200 -c 1");

    /// <summary>Reads a string, over and over.</summary>
    /// <param name="requests">How often.</param>
    /// <param name="connections">Connections at once.</param>
    /// <param name="pipeline">Requests under way on each.</param>
    /// <returns>Requests a second, and seconds of the processor that the client took.</returns>
    internal (double Rate, double ProcessorSeconds) Get(int requests, int connections, int pipeline) => Run($"-t get -n {requests} -c {connections} -P {pipeline}");

    private (double Rate, double ProcessorSeconds) Run(string arguments)
    {
        ProcessStartInfo how = new("bash", ["-c", $"TIMEFORMAT='%U %S'; time {Program} -p {port} {arguments} --csv"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(how)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string line = output.Split('\n').LastOrDefault(l => l.StartsWith("\"GET", StringComparison.Ordinal) || l.StartsWith("\"SET", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{Program} {arguments} printed '{output}' and '{errors.GetAwaiter().GetResult()}'; expected a line of figures.");
        string[] times = errors.GetAwaiter().GetResult().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return (Number(line.Split(',')[1].Trim('"')), Number(times[^2]) + Number(times[^1]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
