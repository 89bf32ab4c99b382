using System.Globalization;

namespace Winnow.Serving;

/// <summary>A bounded number of threads that stages run on; more work than threads waits, within its budget.</summary>
/// <remarks>Threads of our own, because whoever asks waits for them: the shared pool would run out of threads under load.</remarks>
internal sealed class StageThreads : IDisposable
{
    private readonly Queue<StageRun> _waiting = new();
    private readonly int _most;
    private readonly string _name;
    private int _threads, _idle;
    private bool _stopping;

    public StageThreads(int most, string name) => (_most, _name) = (most, name);

    /// <summary>Queues a run.</summary>
    public void Start(StageRun run)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(run);
            if (_idle >= _waiting.Count) Monitor.Pulse(_waiting);
            else if (_threads < _most) StartThread();
        }
    }

    /// <summary>Ends the threads when the work that is queued is done; does not wait for them.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _stopping = true;
            Monitor.PulseAll(_waiting);
        }
    }

    private void StartThread()
    {
        Thread thread = new(Serve) { IsBackground = true, Name = string.Create(CultureInfo.InvariantCulture, $"{_name} {++_threads}") };
        thread.Start();
    }

    private void Serve()
    {
        while (Next() is { } run) run.Execute();
    }

    private StageRun? Next()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                if (_stopping) return null;
                _idle++;
                Monitor.Wait(_waiting);
                _idle--;
            }
            return _waiting.Dequeue();
        }
    }
}
