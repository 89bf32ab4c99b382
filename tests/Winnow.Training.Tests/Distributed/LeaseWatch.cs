using Winnow.Embeddings;

namespace Winnow.Training.Tests.Distributed;

/// <summary>Sees how far ahead of the oldest unfinished position workers are let go.</summary>
internal sealed class LeaseWatch
{
    private readonly Lock _lock = new();

    /// <summary>The largest distance seen.</summary>
    public long FarthestAhead { get; private set; }

    /// <summary>The queue, with everything that changes it done one after the other.</summary>
    public IPositionQueue Watch(IPositionQueue queue) => new Watched(this, queue);

    private sealed class Watched(LeaseWatch watch, IPositionQueue inner) : IPositionQueue
    {
        public void Open(long limit, float rateFactor) => inner.Open(limit, rateFactor);

        public void Close() => inner.Close();

        public PositionLease Lease(string worker, TimeSpan term)
        {
            lock (watch._lock)
            {
                PositionLease lease = inner.Lease(worker, term);
                if (lease.Outcome == LeaseOutcome.Granted) watch.FarthestAhead = Math.Max(watch.FarthestAhead, lease.Position - inner.Status().Completed);
                return lease;
            }
        }

        public void Renew(string worker, TimeSpan term) => inner.Renew(worker, term);

        public void Leave(string worker) => inner.Leave(worker);

        public bool Complete(string worker, long position, double loss, int rows)
        {
            lock (watch._lock) return inner.Complete(worker, position, loss, rows);
        }

        public PositionQueueStatus Status() => inner.Status();
    }
}
