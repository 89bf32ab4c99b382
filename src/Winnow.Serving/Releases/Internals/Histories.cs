using Winnow.Data;

namespace Winnow.Serving;

/// <summary>What users took, oldest first, in a mapped file.</summary>
internal sealed class Histories : IDisposable
{
    private readonly PackedFile _file;
    private readonly MappedArray<long> _starts, _times;
    private readonly MappedArray<int> _items;

    public Histories(string path, int users)
    {
        _file = PackedFile.Open(path);
        try
        {
            (_starts, _items) = (_file.Array<long>("starts", users + 1L), _file.Array<int>("items"));
            if (_starts[users] != _items.Count) throw _file.Damaged("has positions that do not fit its events");
            HasTimes = _file.Has("times");
            if (HasTimes) _times = _file.Array<long>("times", _items.Count);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the log told when.</summary>
    public bool HasTimes { get; }

    /// <summary>Items of a user, oldest first.</summary>
    public ReadOnlySpan<int> Items(int user) => _items.Between(_starts[user], _starts[user + 1L]);

    /// <summary>When he took them; empty if the log did not tell.</summary>
    public ReadOnlySpan<long> Times(int user) => HasTimes ? _times.Between(_starts[user], _starts[user + 1L]) : [];

    public void Dispose() => _file.Dispose();

    /// <summary>Writes the last events of each user.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">The events.</param>
    /// <param name="users">The users of the release.</param>
    /// <param name="items">The items of the release.</param>
    /// <param name="most">Events kept of a user.</param>
    public static void Write(string path, Interactions log, IdIndex users, IdIndex items, int most)
    {
        NumberMap itemOf = new(items, log.Items), userOf = new(users, log.Users);
        int[] order = new int[log.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        if (!log.Times.IsEmpty)
        {
            long[] times = log.Times.ToArray();             // equal times stay in the order of the log
            Array.Sort(order, (x, y) => times[x].CompareTo(times[y]) is not 0 and int byTime ? byTime : x.CompareTo(y));
        }
        List<int>[] events = new List<int>[users.Count];
        foreach (int e in order) (events[userOf.ToRelease(log.UserOf[e])] ??= []).Add(e);
        long[] starts = new long[users.Count + 1];
        List<int> taken = [];
        List<long> when = [];
        for (int user = 0; user < users.Count; user++)
        {
            List<int> own = events[user] ?? [];
            for (int i = Math.Max(0, own.Count - most); i < own.Count; i++)
            {
                taken.Add(itemOf.ToRelease(log.ItemOf[own[i]]));
                if (!log.Times.IsEmpty) when.Add(log.Times[own[i]]);
            }
            starts[user + 1] = taken.Count;
        }
        if (log.Times.IsEmpty) PackedFile.Write(path, PackedArray.Of("starts", starts), PackedArray.Of("items", taken));
        else PackedFile.Write(path, PackedArray.Of("starts", starts), PackedArray.Of("items", taken), PackedArray.Of("times", when));
    }
}
