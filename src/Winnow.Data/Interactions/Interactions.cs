using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Who interacted with what, and, where the log tells, when and how strongly; with the ids it came with.</summary>
/// <remarks>Immutable. Events stay in the order of the log. Parts of one log share <see cref="Users"/> and <see cref="Items"/>, so an
/// index means the same in training and in judging.</remarks>
public sealed class Interactions
{
    private readonly int[] _userOf;
    private readonly int[] _itemOf;
    private readonly float[]? _values;
    private readonly long[]? _times;
    private readonly Lazy<CsrMatrix> _byUser;
    private readonly Lazy<CsrMatrix> _byItem;

    /// <summary>Takes over the columns of a log.</summary>
    /// <param name="users">The users.</param>
    /// <param name="items">The items.</param>
    /// <param name="userOf">User of each event, an index into <paramref name="users"/>, shape [n].</param>
    /// <param name="itemOf">Item of each event, shape [n].</param>
    /// <param name="values">Strength of each event (a rating), shape [n]; null: feedback is implicit.</param>
    /// <param name="times">Time of each event in seconds since 1970, or any number that grows with time, shape [n]; null: unknown.</param>
    /// <exception cref="ArgumentException">Lengths differ, or an index is out of range.</exception>
    public Interactions(IdIndex users, IdIndex items, int[] userOf, int[] itemOf, float[]? values = null, long[]? times = null)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(userOf);
        ArgumentNullException.ThrowIfNull(itemOf);
        if (itemOf.Length != userOf.Length || (values ?? (Array)userOf).Length != userOf.Length || (times ?? (Array)userOf).Length != userOf.Length)
            throw new ArgumentException($"{userOf.Length} users, {itemOf.Length} items, {values?.Length} values and {times?.Length} times came; each event needs one of each.");
        (Users, Items, _userOf, _itemOf, _values, _times) = (users, items, userOf, itemOf, values, times);
        _byUser = new Lazy<CsrMatrix>(() => CsrMatrix.FromEntries(Users.Count, Items.Count, _userOf, _itemOf, _values));
        _byItem = new Lazy<CsrMatrix>(() => ByUser.Transpose());
    }

    /// <summary>The users, also those without an event.</summary>
    public IdIndex Users { get; }

    /// <summary>The items, also those without an event.</summary>
    public IdIndex Items { get; }

    /// <summary>Number of events; repeated pairs count each time.</summary>
    public int Count => _userOf.Length;

    /// <summary>User of each event, shape [<see cref="Count"/>].</summary>
    public ReadOnlySpan<int> UserOf => _userOf;

    /// <summary>Item of each event, shape [<see cref="Count"/>].</summary>
    public ReadOnlySpan<int> ItemOf => _itemOf;

    /// <summary>Strength of each event; empty if feedback is implicit.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Time of each event; empty if unknown.</summary>
    public ReadOnlySpan<long> Times => _times;

    /// <summary>Users × items: the pairs that occur, once each; values are those of the last event, and absent if feedback is implicit.</summary>
    public CsrMatrix ByUser => _byUser.Value;

    /// <summary>Items × users: the transpose of <see cref="ByUser"/>.</summary>
    public CsrMatrix ByItem => _byItem.Value;

    /// <summary>Content of the items, items × features; null if there is none.</summary>
    public CsrMatrix? ItemFeatures { get; init; }

    /// <summary>Content of the users, users × features; null if there is none.</summary>
    public CsrMatrix? UserFeatures { get; init; }

    /// <summary>The same events with other content.</summary>
    /// <param name="itemFeatures">Items × features, or null.</param>
    /// <param name="userFeatures">Users × features, or null.</param>
    public Interactions With(CsrMatrix? itemFeatures, CsrMatrix? userFeatures) =>
        new(Users, Items, _userOf, _itemOf, _values, _times) { ItemFeatures = itemFeatures, UserFeatures = userFeatures };
}
