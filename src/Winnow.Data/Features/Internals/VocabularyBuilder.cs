namespace Winnow.Data;

/// <summary>Counts how often each id of a table occurs.</summary>
internal sealed class VocabularyBuilder(string table, int mostEntries)
{
    private readonly TextArena _texts = new();
    private (ulong Hash, int Entry)[] _slots = new (ulong, int)[1024];      // Entry is 1-based; 0 = free
    private long[] _addresses = new long[512];
    private long[] _counts = new long[512];

    /// <summary>Number of distinct ids.</summary>
    public int Count { get; private set; }

    /// <summary>Counts one occurrence of an id.</summary>
    /// <exception cref="InvalidOperationException">There are more distinct ids than allowed.</exception>
    public void Add(ReadOnlySpan<byte> text)
    {
        ulong hash = FeatureKey.Hash(text, 0);
        int mask = _slots.Length - 1;
        for (int i = (int)(hash >> 32) & mask; ; i = (i + 1) & mask)
        {
            int entry = _slots[i].Entry - 1;
            if (entry < 0)
            {
                Insert(i, hash, text);
                return;
            }
            if (_slots[i].Hash != hash || !_texts[_addresses[entry]].SequenceEqual(text)) continue;
            _counts[entry]++;
            return;
        }
    }

    /// <summary>The vocabulary of the ids seen at least <paramref name="minCount"/> times: most frequent first, then first seen first.</summary>
    public Vocabulary Build(int minCount)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(e => _counts[e] >= minCount).OrderByDescending(e => _counts[e])];
        Vocabulary vocabulary = new(table, kept.Length);
        foreach (int entry in kept) vocabulary.Add(_texts[_addresses[entry]], _counts[entry]);
        return vocabulary.Index();
    }

    private void Insert(int slot, ulong hash, ReadOnlySpan<byte> text)
    {
        if (Count == mostEntries)
        {
            throw new InvalidOperationException($"Table '{table}' has more than {mostEntries} distinct ids in the training data. "
                + "Give its columns `encoding: hash`, or raise the limit of the vocabulary if memory allows.");
        }
        if (Count == _addresses.Length)
        {
            Array.Resize(ref _addresses, 2 * Count);
            Array.Resize(ref _counts, 2 * Count);
        }
        _addresses[Count] = _texts.Add(text);
        _counts[Count] = 1;
        _slots[slot] = (hash, ++Count);
        if (2L * Count > _slots.Length) Grow();
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
