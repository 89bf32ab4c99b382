using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>A release as a registry holds it: the funnel and what a server does with it besides.</summary>
/// <param name="funnel">The funnel; disposed of when the release is unloaded if it can be.</param>
public sealed class LoadedRelease(IFunnel funnel) : IDisposable
{
    /// <summary>The funnel.</summary>
    public IFunnel Funnel => funnel;

    /// <summary>The users it was packed with, for a feature store that has none yet.</summary>
    public IEnumerable<KeyValuePair<string, StoredUser>> Users { get; init; } = [];

    /// <summary>Compares the live queries that wait for it with the exact answer; returns how many. Default: there is nothing to compare.</summary>
    public Func<CancellationToken, int> Audit { get; init; } = _ => 0;

    /// <summary>What the comparisons found, by recall source.</summary>
    public Func<IReadOnlyDictionary<string, RecallReport>> AuditReports { get; init; } = () => new Dictionary<string, RecallReport>();

    /// <summary>Opens a release directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="time">The clock of rules and circuit breakers.</param>
    /// <exception cref="Training.Storage.StorageException">It is no release, damaged, or does not agree with itself.</exception>
    public static LoadedRelease Open(string path, TimeProvider time)
    {
        Release release = Release.Load(path, time);
        return new LoadedRelease(release.Funnel)
        {
            Users = UsersOf(release),
            Audit = cancel => release.Funnel.RunAudits(cancel),
            AuditReports = release.Funnel.AuditReports,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => (funnel as IDisposable)?.Dispose();

    /// <summary>The users of a release, which stays loaded for as long as they are read.</summary>
    private static IEnumerable<KeyValuePair<string, StoredUser>> UsersOf(Release release)
    {
        using IDisposable hold = release.Funnel.Hold();
        foreach (PackedUser user in release.Users()) yield return KeyValuePair.Create(user.User, Stored(user));
    }

    private static StoredUser Stored(PackedUser user)
    {
        HistoryEntry[] history = new HistoryEntry[user.History.Count];
        for (int i = 0; i < history.Length; i++) history[i] = new HistoryEntry(user.History[i], user.Times.Count > i ? Time(user.Times[i]) : DateTimeOffset.UnixEpoch);
        return new StoredUser(user.Features, history);
    }

    /// <summary>The moment of a log that counts in seconds or, as some do, in milliseconds. One that only numbers its events begins in 1970.</summary>
    private static DateTimeOffset Time(long count)
    {
        const long secondsOf3000 = 32_503_680_000, latest = 253_402_300_799_999;
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(Math.Abs(count) < secondsOf3000 ? count * 1_000 : count, 0, latest));
    }
}
