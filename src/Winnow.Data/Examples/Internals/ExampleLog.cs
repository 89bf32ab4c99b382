namespace Winnow.Data;

/// <summary>All events of a split with the texts of their users and items: training, then validation, then test events.</summary>
internal sealed class ExampleLog
{
    private readonly Interactions _events;
    private readonly int[] _order, _starts, _placeOf;

    public ExampleLog(InteractionSplit split, EntityFeatures? items, EntityFeatures? users)
    {
        if (split.TestEvents is null || (split.Validation is not null && split.ValidationEvents is null))
            throw new ArgumentException("The split was put together from parts, so its held-out events are not known. Cut a log by a rule.", nameof(split));
        CheckNames(items, users);
        Interactions known = split.ValidationEvents is { } validation ? EventSubset.Concatenated(split.Train, validation) : split.Train;
        _events = EventSubset.Concatenated(known, split.TestEvents);
        (_order, _starts) = UserSequences.Of(_events);
        _placeOf = new int[_events.Count];
        for (int p = 0; p < _order.Length; p++) _placeOf[_order[p]] = p;
        TrainCount = split.Train.Count;
        Users = EntityCells.Of(_events.Users, users);
        Items = EntityCells.Of(_events.Items, items);
        Columns =
        [
            ExampleColumns.User, ExampleColumns.Item, ExampleColumns.History, .. Items.Names, .. Users.Names,
            .. HasTimes ? [ExampleColumns.Time] : (string[])[], ExampleColumns.Label,
        ];
    }

    public IReadOnlyList<string> Columns { get; }

    public EntityCells Users { get; }

    public EntityCells Items { get; }

    public int Count => _events.Count;

    /// <summary>Number of training events, which stand first.</summary>
    public int TrainCount { get; }

    public bool HasTimes => !_events.Times.IsEmpty;

    public int UserOf(int e) => _events.UserOf[e];

    public int ItemOf(int e) => _events.ItemOf[e];

    public long TimeOf(int e) => _events.Times[e];

    public ReadOnlySpan<int> ItemsOfEvents => _events.ItemOf;

    /// <summary>The events of the same user that are strictly earlier, oldest first.</summary>
    /// <param name="e">The event.</param>
    /// <param name="sameMoment">Whether those of the same moment follow, up to training; the event itself is among them then.</param>
    public ReadOnlySpan<int> HistoryOf(int e, bool sameMoment)
    {
        int place = _placeOf[e], start = _starts[_events.UserOf[e]], end = _starts[_events.UserOf[e] + 1];
        if (!HasTimes) return _order.AsSpan(start, place - start);
        if (sameMoment)
            while (place < end && _order[place] < TrainCount && _events.Times[_order[place]] == _events.Times[e]) place++;
        else
            while (place > start && _events.Times[_order[place - 1]] == _events.Times[e]) place--;
        return _order.AsSpan(start, place - start);
    }

    /// <summary>All events of a user, oldest first.</summary>
    public ReadOnlySpan<int> EventsOf(int user) => _order.AsSpan(_starts[user], _starts[user + 1] - _starts[user]);

    /// <summary>The events [<paramref name="first"/>, <paramref name="end"/>) by time, or by place in the sequence of their user.</summary>
    /// <param name="first">The first event.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="perUser">Only so many of the latest of each user; 0: all.</param>
    public int[] Events(int first, int end, int perUser = 0)
    {
        List<int> chosen = new(end - first);
        for (int user = 0; user < _events.Users.Count; user++)
        {
            ReadOnlySpan<int> own = EventsOf(user);
            for (int i = own.Length - 1, left = perUser; i >= 0; i--)
            {
                if (own[i] < first || own[i] >= end) continue;
                chosen.Add(own[i]);
                if (--left == 0) break;
            }
        }
        int[] events = [.. chosen];
        long[] keys = Array.ConvertAll(events, e => HasTimes ? _events.Times[e] : _placeOf[e] - _starts[_events.UserOf[e]]);
        int[] places = Array.ConvertAll(events, e => _placeOf[e]);
        int[] by = [.. Enumerable.Range(0, events.Length)];
        Array.Sort(by, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : places[a].CompareTo(places[b]));
        return Array.ConvertAll(by, i => events[i]);
    }

    private static void CheckNames(EntityFeatures? items, EntityFeatures? users)
    {
        string[] both = [.. (items?.Names ?? []).Intersect(users?.Names ?? [])];
        if (both.Length > 0) throw new ArgumentException($"Items and users both have a feature '{both[0]}'; rename one, so that its column has one meaning.");
        string[] taken = [.. (items?.Names ?? []).Concat(users?.Names ?? []).Intersect(ExampleColumns.All)];
        if (taken.Length > 0) throw new ArgumentException($"A feature is named '{taken[0]}', which is a column of every example; rename it.");
    }
}
