using Winnow.Data;

namespace Winnow.Models;

/// <summary>What each user took, in the order of time: by the times of the log, else by the order of the log; equal times keep that order.</summary>
internal sealed class EventSequences
{
    private readonly int[] _starts, _items;
    private readonly int[] _sameTime = [];          // of each event the place of its user's first one of the same time; empty: no two have the same

    public EventSequences(int[] starts, int[] items) => (_starts, _items) = (starts, items);

    public EventSequences(Interactions log)
    {
        _starts = new int[log.Users.Count + 1];
        foreach (int user in log.UserOf) _starts[user + 1]++;
        for (int user = 0; user < log.Users.Count; user++) _starts[user + 1] += _starts[user];
        int[] events = new int[log.Count], next = [.. _starts];
        for (int e = 0; e < events.Length; e++) events[next[log.UserOf[e]]++] = e;
        if (!log.Times.IsEmpty) _sameTime = SortByTime(log, events);
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

    /// <summary>The last items strictly before an event, oldest first: nothing that happened later or, where times are known, at the same time.</summary>
    public ReadOnlySpan<int> Before(int user, int place, int most)
    {
        int end = _sameTime.Length == 0 ? place : _sameTime[place], first = Math.Max(_starts[user], end - most);
        return _items.AsSpan(first, end - first);
    }

    /// <summary>Whether each event is the user's first with its item. [events]</summary>
    public bool[] IsFirst()
    {
        bool[] isFirst = new bool[Count];
        HashSet<int> seen = [];
        for (int user = 0; user < Users; user++)
        {
            seen.Clear();
            for (int place = _starts[user]; place < _starts[user + 1]; place++) isFirst[place] = seen.Add(_items[place]);
        }
        return isFirst;
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

    private int[] SortByTime(Interactions log, int[] events)
    {
        int[] sameTime = new int[events.Length];
        for (int user = 0; user < Users; user++)
        {
            (int first, int count) = (_starts[user], _starts[user + 1] - _starts[user]);
            events.AsSpan(first, count).Sort((a, b) => log.Times[a] != log.Times[b] ? log.Times[a].CompareTo(log.Times[b]) : a.CompareTo(b));
            for (int place = first; place < first + count; place++)
                sameTime[place] = place > first && log.Times[events[place]] == log.Times[events[place - 1]] ? sameTime[place - 1] : place;
        }
        return sameTime;
    }
}
