using System.Numerics;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>Sums of scores for a few of very many items: a hash table with open addressing, in the order of first arrival.</summary>
internal sealed class ItemSums
{
    private int[] _slots = new int[1024];                   // index of an item + 1; 0: free
    private int[] _items = new int[512];
    private float[] _sums = new float[512];
    private int _count;

    public void Clear()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    public void Add(int item, float score)
    {
        int slot = SlotOf(item);
        if (_slots[slot] > 0)
        {
            _sums[_slots[slot] - 1] += score;
            return;
        }
        if (_count == _items.Length)
        {
            Grow();
            slot = SlotOf(item);
        }
        (_items[_count], _sums[_count]) = (item, score);
        _slots[slot] = ++_count;
    }

    /// <summary>The items with the greatest sums, best first.</summary>
    public int Best(Span<Neighbor> found)
    {
        BestItems best = new(found);
        for (int i = 0; i < _count; i++) best.Offer(_items[i], _sums[i]);
        return best.Finish();
    }

    private int SlotOf(int item)
    {
        int mask = _slots.Length - 1, slot = (int)((uint)item * 0x9E37_79B1u >> (32 - BitOperations.Log2((uint)_slots.Length)));
        while (_slots[slot] > 0 && _items[_slots[slot] - 1] != item) slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        Array.Resize(ref _items, 2 * _count);
        Array.Resize(ref _sums, 2 * _count);
        _slots = new int[2 * _slots.Length];
        for (int i = 0; i < _count; i++) _slots[SlotOf(_items[i])] = i + 1;
    }
}
