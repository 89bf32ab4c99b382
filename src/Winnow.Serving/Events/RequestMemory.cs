namespace Winnow.Serving;

/// <summary>Which variant and release answered the last requests, so that events that name a request carry both. Safe from any thread; bounded.</summary>
/// <param name="capacity">Requests that are remembered, at least 1.</param>
internal sealed class RequestMemory(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _places = new(capacity);
    private readonly (Guid Id, string Variant, string Release)[] _ring = new (Guid, string, string)[capacity];
    private long _written;

    /// <summary>Remembers a request; the oldest is forgotten.</summary>
    public void Add(Guid id, string variant, string release)
    {
        lock (_gate)
        {
            int place = (int)(_written % capacity);
            if (_written++ >= capacity) _places.Remove(_ring[place].Id);
            _ring[place] = (id, variant, release);
            _places[id] = place;
        }
    }

    /// <summary>Finds a request by its id as the caller was told.</summary>
    public bool TryFind(string id, out string? variant, out string? release)
    {
        (variant, release) = (null, null);
        if (!Guid.TryParseExact(id, "N", out Guid parsed)) return false;
        lock (_gate)
        {
            if (!_places.TryGetValue(parsed, out int place)) return false;
            (_, variant, release) = _ring[place];
            return true;
        }
    }
}
