namespace Winnow.Serving.Http;

/// <summary>The way of events: request → variant and release → log → histories.</summary>
internal sealed class EventIntake(EventLog events, HistoryKeeper histories, RequestMemory requests, ServingMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_historyWait = TimeSpan.FromMilliseconds(250);      // as long as a store that works ever takes

    /// <summary>Fills in what the bodies leave out.</summary>
    /// <returns>The events, or what is wrong with one.</returns>
    public (IReadOnlyList<ServedEvent>? Events, string? Fault) Read(IReadOnlyList<EventBody> bodies)
    {
        DateTimeOffset now = time.GetUtcNow();
        ServedEvent[] read = new ServedEvent[bodies.Count];
        for (int i = 0; i < read.Length; i++)
        {
            EventBody body = bodies[i];
            DateTimeOffset when = body.Time ?? now;
            if (when > now + s_clockSkew || when < DateTimeOffset.UnixEpoch)
                return (null, $"events[{i}].time is {when:O}; expected one between 1970 and now, {now:O}.");
            string? variant = null, release = null;
            if (body.RequestId is { } id) requests.TryFind(id, out variant, out release);
            read[i] = new ServedEvent
            {
                User = body.User, Item = body.Item, Type = body.Type, Time = when, RequestId = body.RequestId, Variant = variant, Release = release,
            };
        }
        return (read, null);
    }

    /// <summary>Keeps events.</summary>
    /// <exception cref="EventLogException">They cannot be kept.</exception>
    public async Task<EventsAnswer> TakeAsync(IReadOnlyList<ServedEvent> read, CancellationToken cancel)
    {
        long position;
        try
        {
            position = await events.AppendAsync(read, cancel);
        }
        catch (EventLogException)
        {
            metrics.EventsRefused(read.Count);
            throw;
        }
        foreach (ServedEvent e in read) metrics.EventTaken(e.Type, e.Variant);
        return new EventsAnswer(read.Count, position, await histories.WaitAsync(position, s_historyWait, cancel));
    }
}
