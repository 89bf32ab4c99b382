using Winnow.Training.Distributed;

namespace Winnow.Cli.Workers;

/// <summary>The workers of this machine, a process each. One that crashes is started again, a few times.</summary>
/// <param name="count">How many.</param>
/// <param name="argumentsFor">The arguments of a worker of a run.</param>
/// <param name="started">Is told the name of the run.</param>
/// <param name="say">Is told of crashes.</param>
internal sealed class WorkerProcesses(int count, Func<string, IReadOnlyList<string>> argumentsFor, Action<string> started, Action<string> say) : IWorkerPool, IDisposable
{
    private const int MostCrashesEach = 5;

    private static readonly TimeSpan s_timeToEnd = TimeSpan.FromSeconds(20);

    private readonly List<WorkerProcess> _workers = [];
    private readonly List<WorkerReport> _past = [];
    private string? _run;
    private int _crashes;

    /// <summary>Workers that crashed.</summary>
    public int Crashes => _crashes;

    /// <inheritdoc/>
    public double WaitingShare
    {
        get
        {
            IEnumerable<WorkerReport> all = [.. _past, .. _workers.Select(w => w.Report)];
            TimeSpan computing = TimeSpan.Zero, waiting = TimeSpan.Zero;
            foreach (WorkerReport report in all) (computing, waiting) = (computing + report.Computing, waiting + report.Waiting);
            return waiting / (computing + waiting);
        }
    }

    /// <inheritdoc/>
    public void Start(string run)
    {
        _run = run;
        started(run);
        for (int i = 0; i < count; i++) _workers.Add(new WorkerProcess(argumentsFor(run)));
    }

    /// <inheritdoc/>
    public void Check()
    {
        for (int i = 0; i < _workers.Count; i++)
        {
            WorkerProcess worker = _workers[i];
            if (!worker.HasExited || worker.ExitCode == 0) continue;
            worker.End(s_timeToEnd);                            // so that all it said is here
            if (worker.Failure is { } failure) throw new InvalidOperationException(failure);
            if (++_crashes > MostCrashesEach * count)
                throw new InvalidOperationException($"Workers crashed {_crashes} times; the last one, with exit code {worker.ExitCode}, said: {worker.Errors}");
            say($"worker {worker.Id} ended with exit code {worker.ExitCode} and is started again. {worker.Errors}");
            _past.Add(worker.Report);
            worker.Dispose();
            _workers[i] = new WorkerProcess(argumentsFor(_run!));
        }
    }

    /// <summary>Ends the workers: each finishes the position it is at.</summary>
    public void Dispose()
    {
        foreach (WorkerProcess worker in _workers) worker.Stop();
        foreach (WorkerProcess worker in _workers)
        {
            worker.End(s_timeToEnd);
            worker.Dispose();
        }
    }
}
