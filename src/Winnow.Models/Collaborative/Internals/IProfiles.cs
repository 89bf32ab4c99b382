using Winnow.Evaluation;

namespace Winnow.Models;

/// <summary>The profiles that are scored together.</summary>
internal interface IProfiles
{
    /// <summary>Number of profiles.</summary>
    int Count { get; }

    /// <summary>Items of a profile, ascending.</summary>
    ReadOnlySpan<int> Items(int i);

    /// <summary>Their strengths; empty if all are 1.</summary>
    ReadOnlySpan<float> Values(int i);
}

/// <summary>Profiles as the users' histories have them.</summary>
internal readonly struct RawProfiles(UserBlock users) : IProfiles
{
    public int Count => users.Count;

    public ReadOnlySpan<int> Items(int i) => users.History(i);

    public ReadOnlySpan<float> Values(int i) => users.HistoryValues(i);
}

/// <summary>Profiles whose strengths were weighted.</summary>
internal readonly struct WeightedProfiles : IProfiles
{
    private readonly UserBlock _users;
    private readonly float[][] _values;

    internal WeightedProfiles(UserBlock users, TermWeights weights)
    {
        _users = users;
        _values = new float[users.Count][];
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = new float[users.History(i).Length];
            weights.Apply(users.History(i), users.HistoryValues(i), _values[i]);
        }
    }

    public int Count => _users.Count;

    public ReadOnlySpan<int> Items(int i) => _users.History(i);

    public ReadOnlySpan<float> Values(int i) => _values[i];
}
