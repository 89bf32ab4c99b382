using Winnow.Data.Marketplace.Internals;

namespace Winnow.Data.Marketplace;

/// <summary>One page shown to one user. Filled anew by each <see cref="MarketplaceSimulator.MoveNext"/>.</summary>
public sealed class MarketplacePage
{
    private readonly Impression[] _impressions;
    private readonly int[] _recent;
    private int _rows, _recentCount;

    internal MarketplacePage(int pageSize, int historyLength) =>
        (_impressions, _recent) = (new Impression[pageSize], new int[historyLength]);

    /// <summary>Seconds since 1970, UTC.</summary>
    public long Time { get; internal set; }

    /// <summary>Day of the log, from 0.</summary>
    public int Day { get; internal set; }

    /// <summary>Hour of the day, in [0, 24).</summary>
    public int Hour { get; internal set; }

    /// <summary>Day of the week, 0 = the weekday of the first day.</summary>
    public int Weekday => Day % 7;

    /// <summary>Number of the session, distinct over the log; a session shows one to four pages.</summary>
    public long Session { get; internal set; }

    /// <summary>The user, in [0, users).</summary>
    public int User { get; internal set; }

    /// <summary>What the user holds.</summary>
    public Device Device { get; internal set; }

    /// <summary>The category that the user is after in this session. Hidden from the log.</summary>
    public int Intent { get; internal set; }

    /// <summary>What is shown, top first.</summary>
    public ReadOnlySpan<Impression> Impressions => _impressions.AsSpan(0, _rows);

    /// <summary>The items that the user clicked last before this page, oldest first.</summary>
    public ReadOnlySpan<int> RecentItems => _recent.AsSpan(0, _recentCount);

    /// <summary>An empty page of a plan; what the session and the history add is set by the simulator.</summary>
    internal void Set(PlannedPage planned, int day, MarketplaceOptions options)
    {
        _rows = 0;
        (Time, Day, User) = (planned.Time, day, planned.User);
        Hour = (int)((planned.Time - options.StartTime) % 86_400 / 3600);
    }

    internal void Add(Impression impression) => _impressions[_rows++] = impression;

    internal void Remember(ReadOnlySpan<int> recent)
    {
        recent.CopyTo(_recent);
        _recentCount = recent.Length;
    }
}
