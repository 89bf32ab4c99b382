using Microsoft.Extensions.Logging;

namespace Winnow.Serving;

/// <summary>Fills a store that has no users from a release. A large release is not waited for: requests meanwhile say that they may not know their user yet.</summary>
internal sealed partial class StoreFilling(
    IFeatureStore store, UserDirectory users, HistoryKeeper histories, TimeProvider time, ILogger<StoreFilling> log) : IAsyncDisposable
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(2);      // of the five from start to ready

    private readonly CancellationTokenSource _stop = new();
    private Task _filling = Task.CompletedTask;
    private volatile bool _isFilled;

    /// <summary>Begins to fill, unless that was done; one at a time, as the registry loads one at a time.</summary>
    /// <param name="release">The release to fill from; its users hold it for as long as they are read.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="FeatureStoreException">The store failed within the time that was waited.</exception>
    public async Task BeginAsync(LoadedRelease release, CancellationToken cancel)
    {
        if (_isFilled || !_filling.IsCompleted) return;
        _filling = Task.Run(() => FillAsync(release), cancel);
        try
        {
            await _filling.WaitAsync(s_wait, time, cancel);
        }
        catch (TimeoutException)
        {
            LogGoesOn(log);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);      // it has told its fault already
        _stop.Dispose();
    }

    private async Task FillAsync(LoadedRelease release)
    {
        users.IsFilling = true;
        try
        {
            long filled = await store.FillAsync(release.Users, _stop.Token);
            if (filled > 0) LogFilled(log, filled);
            _isFilled = true;
            histories.Start();                              // events of the log come after what the release knows of a user
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LogFailed(log, e);
            throw;
        }
        finally
        {
            users.IsFilling = false;
        }
    }

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "The feature store was empty and is still being filled from the release; requests go on meanwhile")]
    private static partial void LogGoesOn(ILogger log);

    [LoggerMessage(EventId = 23, Level = LogLevel.Information, Message = "The feature store was filled with {Users} users of the release")]
    private static partial void LogFilled(ILogger log, long users);

    [LoggerMessage(EventId = 24, Level = LogLevel.Error, Message = "The feature store could not be filled from the release; the next swap tries again")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
