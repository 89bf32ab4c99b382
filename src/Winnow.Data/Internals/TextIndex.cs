namespace Winnow.Data;

/// <summary>Numbers byte strings by first appearance: 0, 1, 2, ….</summary>
internal sealed class TextIndex
{
    private readonly TextArena _texts = new();
    private (ulong Hash, int Entry)[] _slots = new (ulong, int)[1024];      // Entry is 1-based; 0 = free
    private long[] _addresses = new long[512];

    /// <summary>Number of distinct texts.</summary>
    public int Count { get; private set; }

    /// <summary>The text of a number.</summary>
    public ReadOnlySpan<byte> this[int entry] => _texts[_addresses[entry]];

    /// <summary>The number of a text, a new one if it was not seen before.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        ulong hash = FeatureKey.Hash(text, 0);
        int mask = _slots.Length - 1;
        for (int i = (int)(hash >> 32) & mask; ; i = (i + 1) & mask)
        {
            int entry = _slots[i].Entry - 1;
            if (entry < 0) return Insert(i, hash, text);
            if (_slots[i].Hash == hash && _texts[_addresses[entry]].SequenceEqual(text)) return entry;
        }
    }

    private int Insert(int slot, ulong hash, ReadOnlySpan<byte> text)
    {
        if (Count == _addresses.Length) Array.Resize(ref _addresses, 2 * Count);
        _addresses[Count] = _texts.Add(text);
        _slots[slot] = (hash, ++Count);
        if (2L * Count > _slots.Length) Grow();
        return Count - 1;
    }

    private void Grow()
    {
        (ulong Hash, int Entry)[] old = _slots;
        _slots = new (ulong, int)[checked(2 * old.Length)];
        int mask = _slots.Length - 1;
        foreach ((ulong Hash, int Entry) slot in old)
        {
            if (slot.Entry == 0) continue;
            int i = (int)(slot.Hash >> 32) & mask;
            while (_slots[i].Entry != 0) i = (i + 1) & mask;
            _slots[i] = slot;
        }
    }
}
