using Winnow.Data;

namespace Winnow.Serving;

/// <summary>A user as a feature store keeps him. Immutable.</summary>
public sealed class StoredUser
{
    /// <summary>Of whom nothing is known yet.</summary>
    public static StoredUser Empty { get; } = new(FeatureValues.Empty, []);

    private readonly HistoryEntry[] _history;

    /// <summary>Takes what is known.</summary>
    /// <param name="features">His features.</param>
    /// <param name="history">Items he took, oldest first.</param>
    public StoredUser(FeatureValues features, IReadOnlyList<HistoryEntry> history)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(history);
        _history = [.. history];
        string[] items = new string[_history.Length];
        for (int i = 0; i < items.Length; i++) items[i] = _history[i].Item;
        State = new UserState(features, items);
    }

    /// <summary>What the funnel is told of him.</summary>
    public UserState State { get; }

    /// <summary>His features.</summary>
    public FeatureValues Features => State.Features;

    /// <summary>Items he took, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> History => _history;

    /// <summary>The user with changed features.</summary>
    public StoredUser With(FeatureChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return new StoredUser(Features.With(changes.Set, changes.Removed), _history);
    }

    /// <summary>The user with one more item in his history, at its place by time; after those of the same time.</summary>
    /// <param name="entry">The item.</param>
    /// <param name="limit">Most items that are kept; the oldest go.</param>
    public StoredUser With(HistoryEntry entry, int limit)
    {
        List<HistoryEntry> history = [.. _history];
        int place = history.Count;
        while (place > 0 && history[place - 1].Time > entry.Time) place--;
        history.Insert(place, entry);
        if (history.Count > limit) history.RemoveRange(0, history.Count - limit);
        return new StoredUser(Features, history);
    }
}
