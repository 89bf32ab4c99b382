namespace Winnow.Retrieval;

/// <summary>A set of item ids, one bit each: the filter "only these".</summary>
/// <remarks>A value that shares its bits with its copies. Build it first, then search with it: adding while another thread
/// searches may or may not be seen. <see cref="Count"/> is kept by <see cref="Add"/> and <see cref="Remove"/>.</remarks>
public readonly struct ItemSet : IItemFilter
{
    private readonly ulong[] _words;
    private readonly int[] _count;          // one element, shared by copies

    /// <summary>An empty set for the ids [0, <paramref name="capacity"/>).</summary>
    /// <param name="capacity">One more than the greatest id; ids beyond are never in the set.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public ItemSet(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _words = new ulong[((long)capacity + 63) / 64];
        _count = [0];
        Capacity = capacity;
    }

    /// <summary>A set of the given ids.</summary>
    /// <param name="capacity">One more than the greatest id.</param>
    /// <param name="ids">The members, in any order; repeated ids count once.</param>
    public ItemSet(int capacity, ReadOnlySpan<int> ids) : this(capacity)
    {
        foreach (int id in ids) Add(id);
    }

    /// <summary>Ids lie in [0, capacity).</summary>
    public int Capacity { get; }

    /// <inheritdoc/>
    public int Count => _count is null ? 0 : _count[0];

    /// <summary>Adds an item; nothing happens if it is a member already.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id lies outside [0, <see cref="Capacity"/>).</exception>
    public void Add(int id)
    {
        if ((uint)id >= (uint)Capacity) Throw.IdOutsideSet(id, Capacity);
        ulong bit = 1ul << id;
        if ((_words[id >> 6] & bit) != 0) return;
        _words[id >> 6] |= bit;
        _count[0]++;
    }

    /// <summary>Removes an item; nothing happens if it is not a member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id lies outside [0, <see cref="Capacity"/>).</exception>
    public void Remove(int id)
    {
        if ((uint)id >= (uint)Capacity) Throw.IdOutsideSet(id, Capacity);
        ulong bit = 1ul << id;
        if ((_words[id >> 6] & bit) == 0) return;
        _words[id >> 6] &= ~bit;
        _count[0]--;
    }

    /// <inheritdoc/>
    public bool Accepts(int id)
    {
        ulong[] words = _words;
        int word = id >> 6;
        return words is not null && (uint)word < (uint)words.Length && (words[word] & (1ul << id)) != 0;
    }
}
