namespace Winnow.Serving;

/// <summary>The last events of a log in memory, for those who follow it closely. Safe from any thread; bounded.</summary>
internal sealed class RecentEvents
{
    private const int Capacity = 4_096;

    private readonly Lock _gate = new();
    private readonly ServedEvent[] _ring = new ServedEvent[Capacity];
    private long _first, _next;

    /// <summary>Adds events; a gap before them forgets the earlier ones.</summary>
    /// <param name="position">Position of the first.</param>
    /// <param name="events">The events.</param>
    public void Add(long position, IReadOnlyList<ServedEvent> events)
    {
        lock (_gate)
        {
            if (position != _next) (_first, _next) = (position, position);
            for (int i = 0; i < events.Count; i++) _ring[(int)(_next++ % Capacity)] = events[i];
            _first = Math.Max(_first, _next - Capacity);
        }
    }

    /// <summary>The events of [<paramref name="from"/>, <paramref name="end"/>); null if some are not remembered.</summary>
    public LoggedEvent[]? TryCopy(long from, long end)
    {
        lock (_gate)
        {
            if (from < _first || end > _next || from >= end) return null;
            LoggedEvent[] copy = new LoggedEvent[end - from];
            for (long p = from; p < end; p++) copy[p - from] = new LoggedEvent(p, _ring[(int)(p % Capacity)]);
            return copy;
        }
    }
}
