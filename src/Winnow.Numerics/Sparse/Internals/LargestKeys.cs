using System.Numerics;
using System.Runtime.CompilerServices;

namespace Winnow.Numerics;

/// <summary>Keeps the k largest of many numbers, each with its column; of equal numbers the lower columns.</summary>
/// <remarks>A number and its column are one 64-bit key whose order is the wanted order, so the choice is unique whatever the way to it.
/// Keys gather in a buffer of a few times k; when it is full the k-th largest is found and becomes the bar for all that follow: O(1) a
/// number on average.</remarks>
internal sealed class LargestKeys(int k)
{
    private readonly ulong[] _keys = new ulong[Math.Max(4 * k, k + 64)];
    private readonly ulong[] _scratch = new ulong[Math.Max(4 * k, k + 64)];
    private int _count;
    private ulong _bar;                         // keys below it cannot be among the k largest

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(float value, int column)
    {
        ulong key = Key(value, column);
        if (key < _bar) return;
        if (_count == _keys.Length) Shrink();
        _keys[_count++] = key;
    }

    /// <summary>Appends the kept numbers, columns ascending if they came so, forgets everything, and returns how many there were.</summary>
    internal int Drain(List<int> columns, List<float> values)
    {
        if (_count > k) Shrink();
        int kept = _count;
        for (int i = 0; i < kept; i++)
        {
            columns.Add((int)~(uint)_keys[i]);
            values.Add(Value(_keys[i]));
        }
        (_count, _bar) = (0, 0);
        return kept;
    }

    /// <summary>Finds the k-th largest key and drops what is below; the rest stays in order.</summary>
    private void Shrink()
    {
        _keys.AsSpan(0, _count).CopyTo(_scratch);
        _bar = Selection.Largest(_scratch.AsSpan(0, _count), k);
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            _keys[kept] = _keys[i];
            kept += _keys[i] >= _bar ? 1 : 0;
        }
        _count = kept;
    }

    /// <summary>Floats in their order as whole numbers: the sign bit flipped, negative ones reversed.</summary>
    internal static ulong Key(float value, int column)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        bits ^= (uint)((int)bits >> 31) | 0x8000_0000;
        return ((ulong)bits << 32) | ~(uint)column;
    }

    private static float Value(ulong key)
    {
        uint bits = (uint)(key >> 32);
        bits ^= (bits & 0x8000_0000) != 0 ? 0x8000_0000 : 0xFFFF_FFFF;
        return BitConverter.UInt32BitsToSingle(bits);
    }
}

/// <summary>Finds the number of a rank without sorting the rest.</summary>
internal static class Selection
{
    private const int SortBelow = 32;

    /// <summary>The <paramref name="k"/>-th largest number, <paramref name="k"/> from 1; the numbers change places.</summary>
    internal static ulong Largest(Span<ulong> numbers, int k)
    {
        int rank = numbers.Length - k;          // of the wanted number in ascending order
        int roundsLeft = 2 * BitOperations.Log2((uint)numbers.Length) + 2;
        while (numbers.Length > SortBelow)
        {
            if (roundsLeft-- == 0) break;       // unlucky pivots: sorting is never worse than n log n
            int below = Partition(numbers, Median(numbers[0], numbers[numbers.Length / 2], numbers[^1]));
            if (rank < below)
            {
                numbers = numbers[..below];
            }
            else
            {
                numbers = numbers[below..];
                rank -= below;
            }
        }
        numbers.Sort();
        return numbers[rank];
    }

    /// <summary>Puts numbers up to the pivot first, from it on last (Hoare); both parts are shorter than the whole.</summary>
    private static int Partition(Span<ulong> numbers, ulong pivot)
    {
        int left = -1, right = numbers.Length;
        while (true)
        {
            do left++; while (numbers[left] < pivot);
            do right--; while (numbers[right] > pivot);
            if (left >= right) return right + 1 == numbers.Length ? right : right + 1;
            (numbers[left], numbers[right]) = (numbers[right], numbers[left]);
        }
    }

    private static ulong Median(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
