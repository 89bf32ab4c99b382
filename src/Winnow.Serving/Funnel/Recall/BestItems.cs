using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>Keeps the best of many items: the greater score first, then the smaller number.</summary>
internal ref struct BestItems(Span<Neighbor> heap)
{
    private readonly Span<Neighbor> _heap = heap;           // the worst on top until it is sorted
    private int _count;

    public void Offer(int item, float score)
    {
        Neighbor offered = new(item, score);
        if (_count < _heap.Length)
        {
            int at = _count++;
            for (; at > 0 && IsBetter(_heap[(at - 1) / 2], offered); at = (at - 1) / 2) _heap[at] = _heap[(at - 1) / 2];
            _heap[at] = offered;
        }
        else if (_count > 0 && IsBetter(offered, _heap[0])) SiftDown(offered);
    }

    /// <summary>Puts them into order, the best first.</summary>
    /// <returns>How many there are.</returns>
    public readonly int Finish()
    {
        _heap[.._count].Sort(static (x, y) => IsBetter(x, y) ? -1 : IsBetter(y, x) ? 1 : 0);
        return _count;
    }

    private static bool IsBetter(Neighbor x, Neighbor y) => x.Score > y.Score || (x.Score == y.Score && x.Id < y.Id);

    private readonly void SiftDown(Neighbor moved)
    {
        int at = 0;
        for (int child; (child = 2 * at + 1) < _count; at = child)
        {
            if (child + 1 < _count && IsBetter(_heap[child], _heap[child + 1])) child++;
            if (!IsBetter(moved, _heap[child])) break;
            _heap[at] = _heap[child];
        }
        _heap[at] = moved;
    }
}
