using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The distinct users and items of a batch of pairs, and which example shows which: the first field is the user.</summary>
/// <remarks>Users have the rows [0, users) of a table, items those after them. Reusable; allocates nothing once made.</remarks>
internal sealed unsafe class PairGather
{
    private readonly int _users;
    private readonly int[] _slotOf, _positions, _rows, _offsets, _occurrences;
    private int _pairs, _distinct;

    public PairGather(int users, int items, int mostPairs)
    {
        _users = users;
        _slotOf = new int[users + items];
        Array.Fill(_slotOf, -1);
        _rows = new int[Math.Min(2 * mostPairs, users + items)];
        _positions = GC.AllocateArray<int>(2 * mostPairs, pinned: true);
        _offsets = GC.AllocateArray<int>(_rows.Length + 1, pinned: true);
        _occurrences = GC.AllocateArray<int>(2 * mostPairs, pinned: true);
    }

    /// <summary>Rows of the table that the batch shows, in order of first appearance.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _distinct);

    /// <summary>For the operators of the tape; the memory is this object's.</summary>
    public EmbeddingGather Gather => new()
    {
        Rows = _pairs,
        Fields = 2,
        Positions = 2 * _pairs,
        PositionToDistinct = Start(_positions),
        Distinct = _distinct,
        DistinctOffsets = Start(_offsets),
        Occurrences = Start(_occurrences),
    };

    /// <summary>Starts a batch.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _distinct; slot++) _slotOf[_rows[slot]] = -1;
        (_pairs, _distinct) = (0, 0);
    }

    /// <summary>Adds an example.</summary>
    public void Add(int user, int item)
    {
        _positions[2 * _pairs] = Slot(user);
        _positions[2 * _pairs + 1] = Slot(_users + item);
        _pairs++;
    }

    /// <summary>Ends the batch: sorts the positions by what they show.</summary>
    public void Complete()
    {
        Span<int> offsets = _offsets.AsSpan(0, _distinct + 1), positions = _positions.AsSpan(0, 2 * _pairs);
        offsets.Clear();
        foreach (int slot in positions) offsets[slot]++;
        for (int slot = 1; slot <= _distinct; slot++) offsets[slot] += offsets[slot - 1];
        for (int p = positions.Length - 1; p >= 0; p--) _occurrences[--offsets[positions[p]]] = p;
    }

    private int Slot(int row)
    {
        ref int slot = ref _slotOf[row];
        if (slot < 0) (slot, _rows[_distinct]) = (_distinct++, row);
        return slot;
    }

    private static int* Start(int[] pinned) =>
        (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));
}
