namespace Winnow.Serving;

/// <summary>Remembers the users of the last requests: two generations, the older of which is forgotten when the younger is full.</summary>
/// <remarks>Safe from any thread. Holds at most the capacity, whatever comes. A read that began before a write must not put its old user over it, so
/// each read takes a <see cref="Stamp"/> first and hands it in with what it found.</remarks>
/// <param name="capacity">Users remembered; 0: none.</param>
internal sealed class UserMemory(int capacity)
{
    private const int Stamps = 256;

    private readonly Lock _gate = new();
    private readonly long[] _stamps = new long[Stamps];
    private Dictionary<string, (StoredUser? User, long Time)> _young = new(StringComparer.Ordinal), _old = new(StringComparer.Ordinal);

    /// <summary>Counts the writes to a user and to some others; taken before a read.</summary>
    public long Stamp(string user)
    {
        lock (_gate) return _stamps[Slot(user)];
    }

    /// <summary>What is remembered of a user.</summary>
    /// <param name="user">His id.</param>
    /// <param name="found">What was found then; null: that nothing is known of him.</param>
    /// <param name="time">When, in ticks of the clock.</param>
    public bool TryGet(string user, out StoredUser? found, out long time)
    {
        lock (_gate)
        {
            bool known = _young.TryGetValue(user, out (StoredUser? User, long Time) entry) || _old.TryGetValue(user, out entry);
            (found, time) = entry;
            return known;
        }
    }

    /// <summary>Remembers what a read found, unless there was a write since.</summary>
    public void Read(string user, StoredUser? found, long time, long stamp)
    {
        lock (_gate)
            if (_stamps[Slot(user)] == stamp) Put(user, found, time);
    }

    /// <summary>Remembers what a write left; null: it is not known, forget him.</summary>
    public void Written(string user, StoredUser? after, long time)
    {
        lock (_gate)
        {
            _stamps[Slot(user)]++;
            if (after is not null)
            {
                Put(user, after, time);
                return;
            }
            _young.Remove(user);
            _old.Remove(user);
        }
    }

    private void Put(string user, StoredUser? found, long time)
    {
        if (capacity == 0) return;
        if (_young.Count >= Math.Max(1, capacity / 2) && !_young.ContainsKey(user))
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }
        _young[user] = (found, time);
    }

    private static int Slot(string user) => (int)((uint)string.GetHashCode(user, StringComparison.Ordinal) % Stamps);
}
