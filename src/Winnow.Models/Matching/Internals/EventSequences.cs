using Winnow.Data;

namespace Winnow.Models;

/// <summary>What each user took, in the order of time: by the times of the log, else by the order of the log; equal times keep that order.</summary>
internal sealed class EventSequences
{
    private readonly int[] _starts, _items;

    public EventSequences(int[] starts, int[] items) => (_starts, _items) = (starts, items);

    public EventSequences(Interactions log)
    {
        _starts = new int[log.Users.Count + 1];
        foreach (int user in log.UserOf) _starts[user + 1]++;
        for (int user = 0; user < log.Users.Count; user++) _starts[user + 1] += _starts[user];
        int[] events = new int[log.Count], next = [.. _starts];
        for (int e = 0; e < events.Length; e++) events[next[log.UserOf[e]]++] = e;
        if (!log.Times.IsEmpty) SortByTime(log, events);
        _items = new int[events.Length];
        for (int i = 0; i < events.Length; i++) _items[i] = log.ItemOf[events[i]];
    }

    public static EventSequences Empty { get; } = new([0], []);

    public int Users => _starts.Length - 1;

    /// <summary>Number of events.</summary>
    public int Count => _items.Length;

    /// <summary>Place of the first event of a user among all.</summary>
    public int Start(int user) => _starts[user];

    /// <summary>The item of an event, by its place.</summary>
    public int Item(int place) => _items[place];

    /// <summary>All of a user's items, oldest first.</summary>
    public ReadOnlySpan<int> Of(int user) => _items.AsSpan(_starts[user], _starts[user + 1] - _starts[user]);

    /// <summary>The user of each event, by its place.</summary>
    public int[] UserOf()
    {
        int[] userOf = new int[Count];
        for (int user = 0; user < Users; user++) userOf.AsSpan(_starts[user], _starts[user + 1] - _starts[user]).Fill(user);
        return userOf;
    }

    /// <summary>The last items before an event, oldest first: nothing that happened later, nor the event itself.</summary>
    public ReadOnlySpan<int> Before(int user, int place, int most)
    {
        int first = Math.Max(_starts[user], place - most);
        return _items.AsSpan(first, place - first);
    }

    /// <summary>The same of the last events of each user only.</summary>
    public EventSequences Latest(int most)
    {
        int[] starts = new int[_starts.Length];
        for (int user = 0; user < Users; user++) starts[user + 1] = starts[user] + Math.Min(most, Of(user).Length);
        int[] items = new int[starts[^1]];
        for (int user = 0; user < Users; user++) Of(user)[^(starts[user + 1] - starts[user])..].CopyTo(items.AsSpan(starts[user]));
        return new EventSequences(starts, items);
    }

    public void Save(RecommenderState state)
    {
        state.Put("sequence.starts", [.. _starts]);
        state.Put("sequence.items", [.. _items]);
    }

    /// <exception cref="InvalidDataException">The arrays do not fit together.</exception>
    public static EventSequences Load(RecommenderState state, int users, int items)
    {
        int[] starts = state.Ints("sequence.starts"), sequence = state.Ints("sequence.items");
        bool isAscending = starts.Length == users + 1 && starts[0] == 0 && starts[^1] == sequence.Length;
        for (int user = 0; isAscending && user < users; user++) isAscending = starts[user] <= starts[user + 1];
        if (!isAscending || sequence.Any(item => (uint)item >= (uint)items))
            throw new InvalidDataException($"Arrays 'sequence.starts' and 'sequence.items' of the saved model are no histories of {users} users over {items} items.");
        return new EventSequences([.. starts], [.. sequence]);
    }

    private void SortByTime(Interactions log, int[] events)
    {
        for (int user = 0; user < Users; user++)
        {
            (int first, int count) = (_starts[user], _starts[user + 1] - _starts[user]);
            events.AsSpan(first, count).Sort((a, b) => log.Times[a] != log.Times[b] ? log.Times[a].CompareTo(log.Times[b]) : a.CompareTo(b));
        }
    }
}
