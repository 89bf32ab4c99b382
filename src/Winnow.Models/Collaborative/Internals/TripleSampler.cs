using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Draws triples (user, item he took, item he did not take) one after the other from a stream of random numbers.</summary>
internal struct TripleSampler
{
    private readonly CsrMatrix _byUser;
    private readonly int[] _userOf;             // of each event; empty if users are drawn
    private RandomStream _random;
    private ulong _drawn;

    public TripleSampler(CsrMatrix byUser, PairwiseSampling sampling)
    {
        _byUser = byUser;
        _userOf = sampling == PairwiseSampling.ByEvent ? new int[byUser.Entries] : [];
        HasTriples = false;
        for (int user = 0; user < byUser.Rows; user++)
        {
            if (_userOf.Length > 0) _userOf.AsSpan(byUser.Starts[user], byUser.RowLength(user)).Fill(user);
            HasTriples |= IsUsable(user);
        }
        Samples = sampling == PairwiseSampling.ByEvent ? byUser.Entries : byUser.Rows;
    }

    /// <summary>Whether any user took something and left something.</summary>
    public bool HasTriples { get; }

    /// <summary>Triples of a pass.</summary>
    public int Samples { get; }

    /// <summary>Begins anew, with a stream that belongs to one pass.</summary>
    public void Reset(RandomStream random) => (_random, _drawn) = (random, 0);

    /// <summary>The next triple. Users with no item or all of them are passed over.</summary>
    public (int User, int Taken, int Left) Next()
    {
        int user, taken;
        do
        {
            if (_userOf.Length > 0)
            {
                int e = Below(_userOf.Length);
                (user, taken) = (_userOf[e], _byUser.Columns[e]);
            }
            else
            {
                (user, taken) = (Below(_byUser.Rows), -1);
            }
        }
        while (!IsUsable(user));
        ReadOnlySpan<int> profile = _byUser.Row(user);
        if (taken < 0) taken = profile[Below(profile.Length)];
        int left;
        do
        {
            left = Below(_byUser.Cols);
        }
        while (profile.BinarySearch(left) >= 0);
        return (user, taken, left);
    }

    private int Below(int bound) => _random.Below(_drawn++, bound);

    private readonly bool IsUsable(int user) => (uint)(_byUser.RowLength(user) - 1) < (uint)(_byUser.Cols - 1);
}
