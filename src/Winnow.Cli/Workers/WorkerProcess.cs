using System.Diagnostics;
using Winnow.Training.Distributed;

namespace Winnow.Cli.Workers;

/// <summary>One worker in a process of its own. It stops when its standard input ends, so that it never outlives the coordinator.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptErrors = 20;

    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly Lock _lock = new();
    private WorkerLine _last;

    /// <summary>Starts a worker.</summary>
    /// <param name="arguments">Arguments of this very program.</param>
    public WorkerProcess(IEnumerable<string> arguments)
    {
        bool isItself = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "winnow";
        ProcessStartInfo start = new(
            isItself ? Environment.ProcessPath! : "dotnet", isItself ? arguments : [typeof(WorkerProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        _process.OutputDataReceived += (_, line) => TakeOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => TakeError(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>How it goes.</summary>
    public WorkerReport Report
    {
        get
        {
            lock (_lock) return _last.Report;
        }
    }

    /// <summary>Why no worker could go on; null: others can.</summary>
    public string? Failure
    {
        get
        {
            lock (_lock) return _last.Failure;
        }
    }

    /// <summary>The last lines of its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_lock) return string.Join(Environment.NewLine, _errors);
        }
    }

    /// <summary>Asks it to finish what it has begun and to end.</summary>
    public void Stop()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
    }

    /// <summary>Waits for its end, and kills it if it does not come in time.</summary>
    public void End(TimeSpan patience)
    {
        if (!_process.WaitForExit(patience)) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private void TakeOutput(string? text)
    {
        if (text is null || !WorkerLine.TryParse(text, out WorkerLine line)) return;
        lock (_lock) _last = line;
    }

    private void TakeError(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        lock (_lock)
        {
            _errors.Enqueue(text);
            if (_errors.Count > KeptErrors) _errors.Dequeue();
        }
    }
}
