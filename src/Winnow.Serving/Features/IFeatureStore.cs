using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Keeps what is known of users and items between requests. Safe from any thread.</summary>
/// <remarks>A write that has returned is kept, whatever happens to the process afterwards (the memory store excepted), and is seen by every later read of this store.</remarks>
public interface IFeatureStore : IAsyncDisposable
{
    /// <summary>What is known of a user; <see cref="UserState.Unknown"/> if nothing.</summary>
    /// <exception cref="FeatureStoreException">The store cannot be reached.</exception>
    async ValueTask<UserState> UserAsync(string user, CancellationToken cancel = default) => (await FindUserAsync(user, cancel))?.State ?? UserState.Unknown;

    /// <summary>What is known of a user, with the times of his history; null if nothing.</summary>
    /// <exception cref="FeatureStoreException">The store cannot be reached.</exception>
    ValueTask<StoredUser?> FindUserAsync(string user, CancellationToken cancel = default);

    /// <summary>Ids of known users that begin with a text, in ordinal order; an empty text finds the first ones.</summary>
    /// <param name="prefix">How the id begins.</param>
    /// <param name="most">Most ids that are wanted, at least 1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="FeatureStoreException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyList<string>> FindUsersAsync(string prefix, int most, CancellationToken cancel = default);

    /// <summary>Changes features of a user, who need not be known yet.</summary>
    /// <returns>The user after the change.</returns>
    /// <exception cref="FeatureStoreException">The store cannot be reached or written; nothing was changed.</exception>
    ValueTask<StoredUser> UpdateUserAsync(string user, FeatureChanges changes, CancellationToken cancel = default);

    /// <summary>Adds or replaces features of an item.</summary>
    /// <returns>All features of the item that were changed since it was packed, this change included.</returns>
    /// <exception cref="FeatureStoreException">The store cannot be reached or written; nothing was changed.</exception>
    ValueTask<FeatureValues> UpdateItemAsync(string item, FeatureValues changes, CancellationToken cancel = default);

    /// <summary>The features of an item that were changed since it was packed; null if none were.</summary>
    /// <exception cref="FeatureStoreException">The store cannot be reached.</exception>
    ValueTask<FeatureValues?> FindItemAsync(string item, CancellationToken cancel = default);

    /// <summary>The items whose features were changed since they were packed, for a release that has just been loaded.</summary>
    /// <exception cref="FeatureStoreException">The store cannot be reached.</exception>
    IAsyncEnumerable<KeyValuePair<string, FeatureValues>> ChangedItemsAsync(CancellationToken cancel = default);

    /// <summary>Adds items to the histories of users, by time; the oldest beyond the limit are forgotten. All or nothing, and once:
    /// a batch that begins before the position the store has of its log is refused.</summary>
    /// <returns>False if the batch does not begin at that position; nothing was done.</returns>
    /// <exception cref="FeatureStoreException">The store cannot be reached or written; nothing was changed.</exception>
    ValueTask<bool> AppendAsync(HistoryBatch batch, CancellationToken cancel = default);

    /// <summary>Up to where a log of events is in the histories: the position of the next event; 0 if none is.</summary>
    /// <param name="log">Id of the log.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="FeatureStoreException">The store cannot be reached.</exception>
    ValueTask<long> PositionAsync(string log, CancellationToken cancel = default);

    /// <summary>Puts users into a store that has none yet: all of them or, after a fault, none.</summary>
    /// <returns>How many; 0 if the store already had users.</returns>
    /// <exception cref="FeatureStoreException">The store cannot be reached or written; nothing was changed.</exception>
    ValueTask<long> FillAsync(IEnumerable<KeyValuePair<string, StoredUser>> users, CancellationToken cancel = default);

    /// <summary>Throws if the store cannot be reached.</summary>
    /// <exception cref="FeatureStoreException">It cannot.</exception>
    ValueTask PingAsync(CancellationToken cancel = default);
}
