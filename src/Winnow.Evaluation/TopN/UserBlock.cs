using Winnow.Data;

namespace Winnow.Evaluation;

/// <summary>Neighbouring rows of a <see cref="HeldOut"/>: the users that are scored together.</summary>
public readonly struct UserBlock
{
    private readonly HeldOut _heldOut;
    private readonly int _first;

    /// <summary>The rows <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows do not lie inside.</exception>
    public UserBlock(HeldOut heldOut, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, heldOut.Users.Count, nameof(count));
        (_heldOut, _first, Count) = (heldOut, first, count);
    }

    /// <summary>Number of users.</summary>
    public int Count { get; }

    /// <summary>Index of a user among those trained on; −1 if he was not.</summary>
    /// <param name="i">Place in the block, in [0, <see cref="Count"/>).</param>
    public int User(int i) => _heldOut.Trained ? _heldOut.Users[_first + i] : -1;

    /// <summary>The items the recommender may know of a user, ascending.</summary>
    public ReadOnlySpan<int> History(int i) => _heldOut.Histories.Row(_first + i);

    /// <summary>The strengths of <see cref="History"/>; empty if all are 1.</summary>
    public ReadOnlySpan<float> HistoryValues(int i) => _heldOut.Histories.RowValues(_first + i);
}
