using System.Numerics;

namespace Winnow.Numerics;

/// <summary>The orders that numpy 1.24 gives for <c>argpartition</c> and <c>argsort</c>, to the last tie: published experiments rest on them.</summary>
/// <remarks>Which of several equal numbers comes first follows from the exact sequence of exchanges, hence steps that would otherwise be
/// arbitrary here are fixed: introselect (median of three, then median of medians of five when that makes too little progress), and
/// introsort (median of three, insertion sort up to 16 elements, heapsort when too deep).</remarks>
public static class NumpyOrder
{
    private const int InsertionSpan = 15;

    /// <summary>Introselect on indices: place <paramref name="nth"/> comes to hold what sorting would put there, smaller numbers before it.</summary>
    /// <param name="values">The numbers, not NaN.</param>
    /// <param name="order">Indices into <paramref name="values"/>; 0, 1, 2 … as numpy begins.</param>
    /// <param name="nth">A place in <paramref name="order"/>.</param>
    public static void Partition<T>(ReadOnlySpan<T> values, Span<int> order, int nth)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        int low = 0, high = order.Length - 1;
        if (nth < 3)
        {
            SelectSmallest(values, order, nth + 1);
            return;
        }
        if (nth == order.Length - 1)
        {
            MoveLargestToEnd(values, order);
            return;
        }
        for (int patience = 2 * BitOperations.Log2((uint)order.Length); low + 1 < high; patience--)
        {
            int left = low + 1, right = high;
            if (patience > 0 || right - left < 5)
            {
                MedianOfThreeToLow(values, order, low, low + (high - low) / 2, high);
            }
            else
            {
                int middle = left + MedianOfMedians(values, order[left..right]);
                (order[middle], order[low]) = (order[low], order[middle]);
                left--;
                right++;
            }
            T pivot = values[order[low]];
            while (true)
            {
                do left++; while (values[order[left]] < pivot);
                do right--; while (pivot < values[order[right]]);
                if (right < left) break;
                (order[left], order[right]) = (order[right], order[left]);
            }
            (order[low], order[right]) = (order[right], order[low]);
            if (right >= nth) high = right - 1;
            if (right <= nth) low = left;
        }
        if (high == low + 1 && values[order[high]] < values[order[low]]) (order[high], order[low]) = (order[low], order[high]);
    }

    private static void SelectSmallest<T>(ReadOnlySpan<T> values, Span<int> order, int count)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        for (int i = 0; i < count; i++)
        {
            int least = i;
            for (int j = i + 1; j < order.Length; j++)
                if (values[order[j]] < values[order[least]]) least = j;
            (order[i], order[least]) = (order[least], order[i]);
        }
    }

    private static void MoveLargestToEnd<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        int most = 0;
        for (int j = 1; j < order.Length; j++)
            if (!(values[order[j]] < values[order[most]])) most = j;
        (order[^1], order[most]) = (order[most], order[^1]);
    }

    /// <summary>The median goes to low, the least to low + 1, the greatest to high: bounds for the partition.</summary>
    private static void MedianOfThreeToLow<T>(ReadOnlySpan<T> values, Span<int> order, int low, int middle, int high)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        SwapIfLess(values, ref order[high], ref order[middle]);
        SwapIfLess(values, ref order[high], ref order[low]);
        SwapIfLess(values, ref order[low], ref order[middle]);
        (order[middle], order[low + 1]) = (order[low + 1], order[middle]);
    }

    private static int MedianOfMedians<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        int medians = order.Length / 5;
        for (int i = 0; i < medians; i++)
        {
            int median = 5 * i + MedianOfFive(values, order.Slice(5 * i, 5));
            (order[median], order[i]) = (order[i], order[median]);
        }
        if (medians > 2) Partition(values, order[..medians], medians / 2);
        return medians / 2;
    }

    private static int MedianOfFive<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        SwapIfLess(values, ref order[1], ref order[0]);
        SwapIfLess(values, ref order[4], ref order[3]);
        SwapIfLess(values, ref order[3], ref order[0]);
        SwapIfLess(values, ref order[4], ref order[1]);
        SwapIfLess(values, ref order[2], ref order[1]);
        if (!(values[order[3]] < values[order[2]])) return 2;
        return values[order[3]] < values[order[1]] ? 1 : 3;
    }

    private static void SwapIfLess<T>(ReadOnlySpan<T> values, ref int a, ref int b)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        if (values[a] < values[b]) (a, b) = (b, a);
    }

    /// <summary>Introsort on indices.</summary>
    /// <param name="values">The numbers, not NaN.</param>
    /// <param name="order">Indices into <paramref name="values"/>; 0, 1, 2 … as numpy begins.</param>
    public static void Sort<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : struct, IComparisonOperators<T, T, bool> =>
        Sort(values, order, order.Length == 0 ? 0 : 2 * BitOperations.Log2((uint)order.Length));

    private static void Sort<T>(ReadOnlySpan<T> values, Span<int> order, int depth)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        if (depth < 0)
        {
            HeapSort(values, order);
            return;
        }
        while (order.Length - 1 > InsertionSpan)
        {
            int right = order.Length - 1, middle = right >> 1;
            SwapIfLess(values, ref order[middle], ref order[0]);
            SwapIfLess(values, ref order[right], ref order[middle]);
            SwapIfLess(values, ref order[middle], ref order[0]);
            T pivot = values[order[middle]];
            int i = 0, j = right - 1;
            (order[middle], order[j]) = (order[j], order[middle]);
            while (true)
            {
                do i++; while (values[order[i]] < pivot);
                do j--; while (pivot < values[order[j]]);
                if (i >= j) break;
                (order[i], order[j]) = (order[j], order[i]);
            }
            (order[i], order[right - 1]) = (order[right - 1], order[i]);
            depth--;
            Span<int> before = order[..i], after = order[(i + 1)..];
            Sort(values, before.Length < after.Length ? after : before, depth);        // parts are apart, so their order does not matter
            order = before.Length < after.Length ? before : after;
        }
        InsertionSort(values, order);
    }

    private static void InsertionSort<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        for (int i = 1; i < order.Length; i++)
        {
            int moved = order[i], to = i;
            for (; to > 0 && values[moved] < values[order[to - 1]]; to--) order[to] = order[to - 1];
            order[to] = moved;
        }
    }

    private static void HeapSort<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        for (int root = order.Length / 2; root > 0; root--) SiftDown(values, order, root, order[root - 1]);
        for (int last = order.Length - 1; last > 0; last--)
        {
            int moved = order[last];
            order[last] = order[0];
            SiftDown(values, order[..last], 1, moved);
        }
    }

    /// <summary>Heap places count from 1: the children of place p are 2p and 2p + 1.</summary>
    private static void SiftDown<T>(ReadOnlySpan<T> values, Span<int> order, int place, int moved)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        for (int child = 2 * place; child <= order.Length; child = 2 * place)
        {
            if (child < order.Length && values[order[child - 1]] < values[order[child]]) child++;
            if (!(values[moved] < values[order[child - 1]])) break;
            order[place - 1] = order[child - 1];
            place = child;
        }
        order[place - 1] = moved;
    }
}
