using System.Diagnostics;
using Winnow.Embeddings;

namespace Winnow.Store.Chaos.Tests.PushPull;

/// <summary>A run of workers over a store, opened step by step, while others do it harm.</summary>
internal sealed class PushPullRun(IParameterStore store, Fleet fleet)
{
    private const int Ahead = 64;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20), s_mostWithoutProgress = TimeSpan.FromSeconds(60);

    /// <summary>Positions all workers together have completed, without a gap.</summary>
    public long Completed { get; private set; }

    /// <summary>Positions handed out a second time.</summary>
    public long Retaken { get; private set; }

    /// <summary>Opens the queue ahead of the workers until <paramref name="isEnough"/>, waits for the last of them, closes it.</summary>
    /// <param name="isEnough">Whether to stop, given how many positions are complete.</param>
    /// <returns>How many positions there were.</returns>
    /// <exception cref="TimeoutException">Nothing was completed for a minute.</exception>
    public async Task<long> GoAsync(Func<long, bool> isEnough)
    {
        long limit = 0, parts = store.Layout.Queue.Parts, changed = Stopwatch.GetTimestamp();
        bool isLast = false;
        while (true)
        {
            PositionQueueStatus status = store.Queue.Status();
            if (status.Completed > Completed) changed = Stopwatch.GetTimestamp();
            (Completed, Retaken) = (status.Completed, status.Retaken);
            if (fleet.Failure is { } failure) throw failure;
            if (Stopwatch.GetElapsedTime(changed) > s_mostWithoutProgress)
                throw new TimeoutException($"Nothing was completed for {s_mostWithoutProgress.TotalSeconds:0} s: {status}, {fleet.Living} workers live.");
            if (isLast && status.Completed == limit) break;
            if (!isLast && status.Completed >= limit - Ahead / 2)
            {
                isLast = isEnough(status.Completed);
                if (!isLast) store.Queue.Open(limit = Math.Max(limit, (status.Completed + Ahead) / parts * parts), rateFactor: 1);
            }
            await Task.Delay(s_look);
        }
        store.Queue.Close();
        fleet.Join();
        return limit;
    }
}
