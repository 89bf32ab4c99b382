using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Winnow.Benchmarks.Serving;

/// <summary>A <see cref="ServingHost"/> in a process of its own.</summary>
internal sealed class ServedProcess : IDisposable
{
    internal const string Key = "benchmark";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    /// <summary>Starts the process and waits until the server says that it is ready.</summary>
    internal ServedProcess(string release)
    {
        long start = Stopwatch.GetTimestamp();
        ProcessStartInfo how = new(Environment.ProcessPath!, [typeof(ServedProcess).Assembly.Location, ServingHost.Verb, release, Key])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        how.Environment["DOTNET_gcConcurrent"] = "1";           // as the winnow command has it
        _process = Process.Start(how)!;
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server ended before it listened; see standard error.");
        Address = new Uri(line);
        WaitUntilReady();
        SecondsToReady = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Ask();                  // answers once the feature store is filled
    }

    internal Uri Address { get; }

    internal IPEndPoint EndPoint => new(IPAddress.Parse(Address.Host), Address.Port);

    /// <summary>From the start of the process to the first <c>ready</c>.</summary>
    internal double SecondsToReady { get; }

    internal ServedFigures Ask()
    {
        _process.StandardInput.WriteLine();
        string[] words = (_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server ended; see standard error.")).Split(' ');
        return new ServedFigures(long.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture),
            long.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture), int.Parse(words[4], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(30))) _process.Kill();
        _process.Dispose();
    }

    private void WaitUntilReady()
    {
        using HttpClient client = new();
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_patience; Thread.Sleep(10))
        {
            using HttpResponseMessage answer = client.Send(new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "/health/ready")));
            if (answer.StatusCode == HttpStatusCode.OK) return;
            if (_process.HasExited) throw new InvalidOperationException("The server ended before it was ready; see standard error.");
        }
        throw new TimeoutException($"The server was not ready within {s_patience.TotalMinutes} minutes.");
    }
}

/// <summary>Figures of a server since its start.</summary>
/// <param name="Allocated">Managed bytes.</param>
/// <param name="ProcessorSeconds">Processor time of all its threads.</param>
/// <param name="Resident">Bytes resident now.</param>
/// <param name="Collections">Garbage collections.</param>
/// <param name="FullCollections">Of these, of all generations.</param>
internal sealed record ServedFigures(long Allocated, double ProcessorSeconds, long Resident, int Collections, int FullCollections);
