using System.Runtime.CompilerServices;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Keeps users and items in memory. What it holds ends with the process; histories come back from the log of events.</summary>
/// <param name="historyLimit">Items kept of each history, at least 1.</param>
public sealed class MemoryFeatureStore(int historyLimit = FeatureStoreOptions.DefaultHistoryLimit) : IFeatureStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, StoredUser> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeatureValues> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<StoredUser?> FindUserAsync(string user, CancellationToken cancel = default)
    {
        lock (_gate) return new ValueTask<StoredUser?>(_users.GetValueOrDefault(user));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindUsersAsync(string prefix, int most, CancellationToken cancel = default)
    {
        lock (_gate) return new ValueTask<IReadOnlyList<string>>([.. _users.Keys.Where(u => u.StartsWith(prefix, StringComparison.Ordinal)).Take(most)]);
    }

    /// <inheritdoc/>
    public ValueTask<StoredUser> UpdateUserAsync(string user, FeatureChanges changes, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_gate) return new ValueTask<StoredUser>(_users[user] = Known(user).With(changes));
    }

    /// <inheritdoc/>
    public ValueTask<FeatureValues> UpdateItemAsync(string item, FeatureValues changes, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_gate) return new ValueTask<FeatureValues>(_items[item] = (_items.GetValueOrDefault(item) ?? FeatureValues.Empty).With(changes));
    }

    /// <inheritdoc/>
    public ValueTask<FeatureValues?> FindItemAsync(string item, CancellationToken cancel = default)
    {
        lock (_gate) return new ValueTask<FeatureValues?>(_items.GetValueOrDefault(item));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, FeatureValues>> ChangedItemsAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        KeyValuePair<string, FeatureValues>[] changed;
        lock (_gate) changed = [.. _items];
        foreach (KeyValuePair<string, FeatureValues> item in changed)
        {
            cancel.ThrowIfCancellationRequested();
            yield return item;
        }
        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> AppendAsync(HistoryBatch batch, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_gate)
        {
            if (_positions.GetValueOrDefault(batch.Log) != batch.Start) return new ValueTask<bool>(false);
            foreach (HistoryEvent e in batch.Events) _users[e.User] = Known(e.User).With(e.Entry, historyLimit);
            _positions[batch.Log] = batch.End;
            return new ValueTask<bool>(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> PositionAsync(string log, CancellationToken cancel = default)
    {
        lock (_gate) return new ValueTask<long>(_positions.GetValueOrDefault(log));
    }

    /// <inheritdoc/>
    public ValueTask<long> FillAsync(IEnumerable<KeyValuePair<string, StoredUser>> users, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(users);
        lock (_gate)
            if (_users.Count > 0) return new ValueTask<long>(0);        // the release need not read its users again
        KeyValuePair<string, StoredUser>[] all = [.. users];
        lock (_gate)
        {
            if (_users.Count > 0) return new ValueTask<long>(0);
            foreach ((string id, StoredUser user) in all) _users[id] = user;
            return new ValueTask<long>(_users.Count);
        }
    }

    /// <inheritdoc/>
    public ValueTask PingAsync(CancellationToken cancel = default) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StoredUser Known(string user) => _users.GetValueOrDefault(user) ?? StoredUser.Empty;
}
