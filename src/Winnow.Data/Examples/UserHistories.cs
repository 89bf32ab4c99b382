namespace Winnow.Data;

/// <summary>What each user took, oldest first: the order that sequences need and a matrix of users and items does not keep.</summary>
/// <remarks>Immutable; safe from any thread.</remarks>
public sealed class UserHistories
{
    private readonly int[] _items, _starts;

    /// <summary>Orders the events of a log by time, or, without times, as they stand in it.</summary>
    public UserHistories(Interactions log)
    {
        ArgumentNullException.ThrowIfNull(log);
        (_items, _starts) = UserSequences.Of(log);
        for (int i = 0; i < _items.Length; i++) _items[i] = log.ItemOf[_items[i]];
    }

    /// <summary>Number of users.</summary>
    public int Users => _starts.Length - 1;

    /// <summary>The items of a user, oldest first; repeated ones each time.</summary>
    public ReadOnlySpan<int> this[int user] => _items.AsSpan(_starts[user], _starts[user + 1] - _starts[user]);

    /// <summary>The last items of a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="most">How many at most.</param>
    public ReadOnlySpan<int> Last(int user, int most)
    {
        ReadOnlySpan<int> all = this[user];
        return all[Math.Max(0, all.Length - most)..];
    }
}
