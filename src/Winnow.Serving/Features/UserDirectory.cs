using Microsoft.Extensions.Logging;

namespace Winnow.Serving;

/// <summary>The users as requests see them: from the store if it answers in time, else as they are remembered, else as unknown, and then it says so.</summary>
/// <remarks>After a failure the store is left alone for a moment, so that requests do not queue up behind a dead one.</remarks>
internal sealed partial class UserDirectory(IFeatureStore store, FeatureStoreOptions options, ServingMetrics metrics, TimeProvider time, ILogger<UserDirectory> log)
{
    private readonly UserMemory _memory = new(options.Remembered);
    private long _pausedUntil = long.MinValue;       // ticks of the clock
    private int _isDown;
    private bool _isFilling;

    /// <summary>Whether users are still coming into the store, so that one who is not there may come yet.</summary>
    public bool IsFilling
    {
        get => Volatile.Read(ref _isFilling);
        set => Volatile.Write(ref _isFilling, value);
    }

    /// <summary>Finds a user for a request. Never throws but for cancellation.</summary>
    public async ValueTask<FoundUser> FindAsync(string user, CancellationToken cancel)
    {
        long began = time.GetTimestamp();
        bool known = _memory.TryGet(user, out StoredUser? remembered, out long at);
        try
        {
            if (known && !IsFilling && time.GetElapsedTime(at, began) <= options.Staleness) return new FoundUser(State(remembered), null);
            if (began < Volatile.Read(ref _pausedUntil)) return Instead(known, remembered, "the feature store cannot be reached");
            bool isFilling = IsFilling;
            StoredUser? found = await ReadAsync(user, cancel);
            return new FoundUser(State(found), found is null && isFilling ? "the feature store is still being filled; took the user as unknown" : null);
        }
        catch (Exception e) when (e is FeatureStoreException or TimeoutException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            Failed("find user", e);
            return Instead(known, remembered, e is FeatureStoreException ? "the feature store cannot be reached" : "the feature store is late");
        }
        finally
        {
            metrics.UserFound(time.GetElapsedTime(began));
        }
    }

    /// <summary>A user was changed through this server.</summary>
    /// <param name="user">His id.</param>
    /// <param name="after">What is known of him now; null: read it again.</param>
    public void Changed(string user, StoredUser? after) => _memory.Written(user, after, time.GetTimestamp());

    /// <summary>A call of the store failed; for those who call it themselves.</summary>
    public void Failed(string operation, Exception fault)
    {
        metrics.StoreFailed(operation);
        Volatile.Write(ref _pausedUntil, time.GetTimestamp() + (long)(options.Pause.TotalSeconds * time.TimestampFrequency));
        if (Interlocked.Exchange(ref _isDown, 1) == 0) LogDown(log, operation, fault);
    }

    private async ValueTask<StoredUser?> ReadAsync(string user, CancellationToken cancel)
    {
        long stamp = _memory.Stamp(user);
        ValueTask<StoredUser?> reading = store.FindUserAsync(user, cancel);
        StoredUser? found = reading.IsCompletedSuccessfully ? await reading : await reading.AsTask().WaitAsync(options.ReadTimeout, time, cancel);
        _memory.Read(user, found, time.GetTimestamp(), stamp);
        if (Volatile.Read(ref _isDown) == 1 && Interlocked.Exchange(ref _isDown, 0) == 1) LogUp(log);
        return found;
    }

    private static FoundUser Instead(bool known, StoredUser? remembered, string reason) => known
        ? new FoundUser(State(remembered), $"{reason}; took the user as remembered")
        : new FoundUser(UserState.Unknown, $"{reason}; took the user as unknown");

    private static UserState State(StoredUser? user) => user?.State ?? UserState.Unknown;

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "The feature store failed at '{Operation}'; requests go on with what is remembered of users")]
    private static partial void LogDown(ILogger log, string operation, Exception fault);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "The feature store answers again")]
    private static partial void LogUp(ILogger log);
}
