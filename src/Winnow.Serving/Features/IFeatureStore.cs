using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Keeps what is known of users and items between requests. Safe from any thread.</summary>
public interface IFeatureStore : IAsyncDisposable
{
    /// <summary>What is known of a user; <see cref="UserState.Unknown"/> if nothing.</summary>
    ValueTask<UserState> UserAsync(string user, CancellationToken cancel = default);

    /// <summary>Ids of known users that begin with a text, in ordinal order; an empty text finds the first ones.</summary>
    /// <param name="prefix">How the id begins.</param>
    /// <param name="most">Most ids that are wanted, at least 1.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<IReadOnlyList<string>> FindUsersAsync(string prefix, int most, CancellationToken cancel = default);

    /// <summary>Merges features into those of a user.</summary>
    ValueTask UpdateUserAsync(string user, FeatureValues changes, CancellationToken cancel = default);

    /// <summary>Merges features into those of an item.</summary>
    /// <returns>All features of the item after the change.</returns>
    ValueTask<FeatureValues> UpdateItemAsync(string item, FeatureValues changes, CancellationToken cancel = default);

    /// <summary>The items whose features were changed since they were packed, for a release that has just been loaded.</summary>
    IAsyncEnumerable<KeyValuePair<string, FeatureValues>> ChangedItemsAsync(CancellationToken cancel = default);

    /// <summary>Adds an item to the end of a user's history; the oldest beyond the limit are forgotten.</summary>
    ValueTask AppendHistoryAsync(string user, string item, DateTimeOffset time, CancellationToken cancel = default);

    /// <summary>Throws if the store cannot be reached.</summary>
    ValueTask PingAsync(CancellationToken cancel = default);
}
