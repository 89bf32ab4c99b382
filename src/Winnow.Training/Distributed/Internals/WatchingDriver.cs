using Winnow.Embeddings;

namespace Winnow.Training.Distributed;

/// <summary>Workers do the work; this watches how far they are.</summary>
/// <param name="store">The run; stays with the caller.</param>
/// <param name="pool">The workers to look after.</param>
/// <param name="patience">For a store that does not answer.</param>
/// <param name="seen">Is told where the queue stands, a few times a second.</param>
internal sealed class WatchingDriver(IParameterStore store, IWorkerPool pool, Patience patience, Action<PositionQueueStatus> seen) : IWorkDriver
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(2), s_longest = TimeSpan.FromMilliseconds(100);

    /// <exception cref="OperationCanceledException">The run is cancelled; it stands in the store and can be gone on with.</exception>
    public PositionQueueStatus Drive(long limit, CancellationToken cancel)
    {
        TimeSpan pause = s_shortest;
        while (true)
        {
            PositionQueueStatus status = patience.Do(store.Queue.Status, cancel);
            seen(status);
            if (status.Completed >= limit) return status;
            pool.Check();
            cancel.ThrowIfCancellationRequested();
            cancel.WaitHandle.WaitOne(pause);
            pause = TimeSpan.FromTicks(Math.Min(s_longest.Ticks, 2 * pause.Ticks));
        }
    }

    public void Dispose()
    {
    }
}
