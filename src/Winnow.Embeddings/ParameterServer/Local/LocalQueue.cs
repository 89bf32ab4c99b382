namespace Winnow.Embeddings;

/// <summary>The queue of a local run.</summary>
internal sealed class LocalQueue(LocalRun run) : IPositionQueue
{
    public void Open(long limit, float rateFactor)
    {
        lock (run.Gate) run.Queue.Open(limit, rateFactor);
    }

    public void Close()
    {
        lock (run.Gate) run.Queue.Close();
    }

    public PositionLease Lease(string worker, TimeSpan term)
    {
        lock (run.Gate) return run.Queue.Lease(worker, Milliseconds(term), run.NowMilliseconds);
    }

    public void Renew(string worker, TimeSpan term)
    {
        lock (run.Gate) run.Queue.Renew(worker, Milliseconds(term), run.NowMilliseconds);
    }

    public void Leave(string worker)
    {
        lock (run.Gate) run.Queue.Leave(worker);
    }

    public bool Complete(string worker, long position, double loss, int rows)
    {
        lock (run.Gate) return run.Queue.Complete(worker, position, loss, rows);
    }

    public PositionQueueStatus Status()
    {
        lock (run.Gate) return run.Queue.Status(run.NowMilliseconds);
    }

    private static long Milliseconds(TimeSpan term) => (long)Math.Ceiling(term.TotalMilliseconds);
}
