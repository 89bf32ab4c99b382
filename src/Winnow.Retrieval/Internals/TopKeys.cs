using System.Runtime.CompilerServices;

namespace Winnow.Retrieval;

/// <summary>The greatest keys seen so far: a heap with the least of them at the root, in memory of the caller.</summary>
/// <remarks>The set it ends with depends on the keys only, not on their order: keys are distinct because ids are.</remarks>
internal unsafe struct TopKeys(ulong* heap, int capacity)
{
    internal readonly ulong* Heap = heap;
    internal readonly int Capacity = capacity;
    internal int Count;

    /// <summary>Keys at or below this one change nothing; 0 while there is room, which every key exceeds.</summary>
    internal readonly ulong Bar => Count < Capacity ? 0 : Heap[0];

    /// <summary>Scores below this one change nothing; scores equal to it may.</summary>
    internal readonly float BarScore => Count < Capacity ? float.NegativeInfinity : OrderedKey.Score(Heap[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Offer(ulong key)
    {
        if (Count < Capacity) Rise(key);
        else if (key > Heap[0]) Sink(key, Count);
    }

    /// <summary>Turns the heap into a list, best first.</summary>
    internal void SortDescending()
    {
        for (int size = Count - 1; size > 0; size--)
        {
            ulong last = Heap[size];
            Heap[size] = Heap[0];
            Sink(last, size);
        }
    }

    private void Rise(ulong key)
    {
        int at = Count++;
        while (at > 0)
        {
            int parent = (at - 1) >> 1;
            if (Heap[parent] <= key) break;
            Heap[at] = Heap[parent];
            at = parent;
        }
        Heap[at] = key;
    }

    private readonly void Sink(ulong key, int size)
    {
        int at = 0;
        while (true)
        {
            int child = 2 * at + 1;
            if (child >= size) break;
            if (child + 1 < size && Heap[child + 1] < Heap[child]) child++;
            if (Heap[child] >= key) break;
            Heap[at] = Heap[child];
            at = child;
        }
        Heap[at] = key;
    }
}
