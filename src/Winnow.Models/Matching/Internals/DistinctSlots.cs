namespace Winnow.Models;

/// <summary>Numbers the distinct keys of a batch in order of first appearance. Reusable; a warm batch allocates nothing.</summary>
internal sealed unsafe class DistinctSlots
{
    private readonly int[] _slotOf;
    private readonly PinnedList<int> _keys = new();

    /// <param name="keys">Keys lie in [0, keys).</param>
    public DistinctSlots(int keys)
    {
        _slotOf = GC.AllocateUninitializedArray<int>(Math.Max(1, keys), pinned: true);
        Array.Fill(_slotOf, -1);
    }

    /// <summary>Number of distinct keys.</summary>
    public int Count => _keys.Count;

    /// <summary>The key of each slot.</summary>
    public ReadOnlySpan<int> Keys => _keys.Span;

    /// <summary>The slot of each key, −1 for those the batch does not show.</summary>
    public int* SlotOf => (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_slotOf));

    public void Clear()
    {
        foreach (int key in _keys.Span) _slotOf[key] = -1;
        _keys.Clear();
    }

    /// <summary>The slot of a key, a new one if it has none.</summary>
    public int Slot(int key)
    {
        ref int slot = ref _slotOf[key];
        if (slot >= 0) return slot;
        slot = _keys.Count;
        _keys.Add(key);
        return slot;
    }
}
