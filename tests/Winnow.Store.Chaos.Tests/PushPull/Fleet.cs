using System.Collections.Concurrent;
using Winnow.Embeddings;

namespace Winnow.Store.Chaos.Tests.PushPull;

/// <summary>Workers, each a thread with a connection of its own, that take positions from the queue until it is closed. They can be killed.</summary>
internal sealed class Fleet(Func<IParameterStore> connect) : IDisposable
{
    private static readonly TimeSpan s_term = TimeSpan.FromSeconds(2), s_wait = TimeSpan.FromMilliseconds(2), s_mostToEnd = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly List<Worker> _workers = [];
    private volatile bool _isOver;
    private int _names;

    /// <summary>The first failure of a worker, or null.</summary>
    public Exception? Failure => _failures.TryPeek(out Exception? failure) ? failure : null;

    /// <summary>Workers that were neither killed nor sent home.</summary>
    public int Living => _workers.Count(w => w.Thread.IsAlive && !w.IsKilled);

    public void Add(int workers)
    {
        for (int i = 0; i < workers; i++)
        {
            Worker worker = new() { Name = $"worker-{++_names}" };
            worker.Thread = new Thread(() => Run(worker)) { IsBackground = true, Name = worker.Name };
            _workers.Add(worker);
            worker.Thread.Start();
        }
    }

    /// <summary>A worker stops in the middle of its work, without giving back the position; its connections are closed.</summary>
    public void KillOne() => _workers.First(w => w.Thread.IsAlive && !w.IsKilled).IsKilled = true;

    /// <summary>Waits until all workers have gone home.</summary>
    public void Join()
    {
        foreach (Worker worker in _workers)
            if (!worker.Thread.Join(s_mostToEnd)) throw new TimeoutException($"{worker.Name} did not go home within {s_mostToEnd.TotalSeconds:0} s of the end of the run.");
    }

    public void Dispose()
    {
        _isOver = true;
        foreach (Worker worker in _workers) worker.Thread.Join(s_mostToEnd);
    }

    private void Run(Worker worker)
    {
        try
        {
            using IParameterStore store = connect();
            using ChaosWork work = new();
            while (!_isOver)
            {
                PositionLease lease = store.Queue.Lease(worker.Name, s_term);
                if (lease.Outcome == LeaseOutcome.Closed) return;
                if (lease.Outcome == LeaseOutcome.Wait) worker.Pause.Wait(s_wait);
                else if (!work.Do(store, lease.Position, () => !worker.IsKilled && !_isOver)) return;
                else store.Queue.Complete(worker.Name, lease.Position, loss: 1, rows: 1);
            }
        }
        catch (Exception failure)
        {
            _failures.Enqueue(new InvalidOperationException($"{worker.Name} failed: {failure.Message}", failure));
        }
    }

    private sealed class Worker
    {
        public volatile bool IsKilled;

        public required string Name { get; init; }

        public Thread Thread { get; set; } = Thread.CurrentThread;

        public ManualResetEventSlim Pause { get; } = new();
    }
}
