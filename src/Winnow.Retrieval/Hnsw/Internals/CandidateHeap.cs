namespace Winnow.Retrieval;

/// <summary>Candidates of a filtered search, nearest on top, in the queue of a scratch.</summary>
internal unsafe struct CandidateHeap(SearchScratch scratch)
{
    internal int Count;

    internal void Push(ulong entry)
    {
        if (Count == scratch.QueueCapacity) scratch.GrowQueue(Count + 1);
        ulong* heap = scratch.Queue;
        int at = Count++;
        while (at > 0)
        {
            int parent = (at - 1) >> 1;
            if (heap[parent] <= entry) break;
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = entry;
    }

    internal ulong Pop()
    {
        ulong* heap = scratch.Queue;
        ulong top = heap[0], last = heap[--Count];
        int at = 0;
        while (true)
        {
            int child = 2 * at + 1;
            if (child >= Count) break;
            if (child + 1 < Count && heap[child + 1] < heap[child]) child++;
            if (heap[child] >= last) break;
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return top;
    }
}
