using Microsoft.Extensions.Logging;

namespace Winnow.Serving;

/// <summary>
/// Brings events of the log into the histories of the feature store, in order and each once: the store keeps the position together with the histories. While
/// the store cannot be reached the log goes on, and what is missing is read from it again afterwards.
/// </summary>
internal sealed partial class HistoryKeeper(
    EventLog events, IFeatureStore store, UserDirectory users, HistoryTypes types, TimeProvider time, ILogger<HistoryKeeper> log) : IAsyncDisposable
{
    private const int MostTogether = 1_000;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<(long Position, TaskCompletionSource Done)> _waiting = [];
    private long _kept;
    private int _isStarted;
    private Task _work = Task.CompletedTask;

    /// <summary>Starts, once; the log up to now is brought in first.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 1) return;
        events.Advanced += _ => Wake();
        _work = Task.Run(RunAsync);
        Wake();
    }

    /// <summary>Waits until the histories have the events before a position.</summary>
    /// <returns>False if that took longer than <paramref name="most"/>.</returns>
    public async Task<bool> WaitAsync(long position, TimeSpan most, CancellationToken cancel)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_kept >= position) return true;
            _waiting.Add((position, done));
        }
        try
        {
            await done.Task.WaitAsync(most, time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            lock (_gate) _waiting.RemoveAll(w => w.Done == done);
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
        _wake.Dispose();
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it at the same moment, which is as good.
        }
        catch (ObjectDisposedException)
        {
            // The server is stopping; the events are in the log.
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(_stop.Token);
                while (!await CatchUpAsync()) await Task.Delay(s_pause, time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping; what is missing is brought in when it starts again.
        }
    }

    /// <summary>Brings in what is missing; false if the store did not take it.</summary>
    private async Task<bool> CatchUpAsync()
    {
        try
        {
            long kept = await store.PositionAsync(events.Id, _stop.Token);
            Advance(kept);
            while (kept < events.Position)
            {
                using IEnumerator<LoggedEvent> reading = events.Read(kept, _stop.Token).GetEnumerator();
                while (Next(reading, kept) is { } batch)
                {
                    if (!await store.AppendAsync(batch, _stop.Token)) return false;
                    foreach (HistoryEvent e in batch.Events) users.Changed(e.User, null);
                    Advance(kept = batch.End);
                }
            }
            return true;
        }
        catch (FeatureStoreException e)
        {
            users.Failed("append history", e);
            return false;
        }
        catch (EventLogException e)
        {
            LogDamaged(log, e);
            return true;
        }
    }

    private HistoryBatch? Next(IEnumerator<LoggedEvent> reading, long from)
    {
        List<HistoryEvent> added = [];
        long end = from;
        while (end - from < MostTogether && reading.MoveNext())
        {
            (long position, ServedEvent e) = reading.Current;
            end = position + 1;
            if (types.Takes(e.Type)) added.Add(new HistoryEvent(e.User, new HistoryEntry(e.Item, e.Time)));
        }
        return end == from ? null : new HistoryBatch(events.Id, from, end, added);
    }

    private void Advance(long kept)
    {
        lock (_gate)
        {
            _kept = kept;
            for (int i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Position > kept) continue;
                _waiting[i].Done.TrySetResult();
                _waiting.RemoveAt(i);
            }
        }
    }

    [LoggerMessage(EventId = 30, Level = LogLevel.Error, Message = "Histories are not brought up to date: the log of events is damaged")]
    private static partial void LogDamaged(ILogger log, Exception fault);
}
