namespace Winnow.Serving;

/// <summary>Remembers the last requests, and counts all of them by the second. Safe from any thread; its memory does not grow.</summary>
public sealed class RequestRecorder
{
    private readonly RecordedRequest?[] _ring;
    private readonly Lock _gate = new();
    private long _written;

    /// <summary>An empty recorder.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="capacity">Requests that are remembered, at least 1. Default 512.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    public RequestRecorder(TimeProvider time, int capacity = 512)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_ring, Live) = (new RecordedRequest?[capacity], new LiveWindow(time));
    }

    /// <summary>Counts of the last minutes.</summary>
    public LiveWindow Live { get; }

    /// <summary>Remembers and counts an answered request.</summary>
    public void Record(RecordedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate) _ring[(int)(_written++ % _ring.Length)] = request;
        Live.Answered(request.Duration, request.Answer.Stages);
    }

    /// <summary>Counts a request that got no answer.</summary>
    /// <param name="status">The HTTP status it got.</param>
    public void Refused(int status) => Live.Refused(status);

    /// <summary>Requests that are remembered, the latest first.</summary>
    /// <param name="user">Only those of this user; null: of anybody.</param>
    /// <param name="most">Most that are wanted.</param>
    public IReadOnlyList<RecordedRequest> Latest(string? user, int most)
    {
        List<RecordedRequest> found = [];
        lock (_gate)
        {
            for (long i = _written - 1; i >= Math.Max(0, _written - _ring.Length) && found.Count < most; i--)
                if (_ring[(int)(i % _ring.Length)] is { } request && (user is null || request.Request.User == user)) found.Add(request);
        }
        return found;
    }
}
