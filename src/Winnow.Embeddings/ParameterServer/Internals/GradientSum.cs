using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Adds up the gradients of the parts of a step: key by key, in the order of the parts, keys in ascending order of their hash. So the sum
/// does not depend on the order in which parts came.</summary>
internal sealed unsafe class GradientSum : IDisposable
{
    private const int MostInserted = 48;        // entries of one bucket that are sorted by insertion

    private NativeList<Entry> _entries = new(), _scattered = new();
    private readonly NativeList<int> _ends = new();
    private readonly NativeList<ulong> _keys = new();
    private readonly NativeList<float> _gradients = new();
    private int _dimension;

    /// <summary>Number of distinct keys.</summary>
    internal int Count => _keys.Count;

    internal ReadOnlySpan<ulong> Keys => _keys.Span;
    internal MatrixView Gradients => new(_gradients.Pointer, Count, _dimension);
    internal long TotalBytes => _entries.TotalBytes + _scattered.TotalBytes + _ends.TotalBytes + _keys.TotalBytes + _gradients.TotalBytes;

    internal void Compute(PendingStep step, int dimension)
    {
        _dimension = dimension;
        ListEntries(step);
        Sort();
        _keys.Resize(0);
        _gradients.Resize(_entries.Count * dimension);
        ulong last = 0;
        foreach (Entry entry in _entries.Span)
        {
            float* gradient = step[entry.Part]!.Gradients + (nint)entry.Index * dimension;
            if (_keys.Count == 0 || entry.Hash != last)
            {
                _keys.Add(KeyHash.KeyOf(entry.Hash));
                RowCodec.Copy(gradient, Sum(_keys.Count - 1), dimension);
            }
            else
            {
                Add(gradient, Sum(_keys.Count - 1), dimension);
            }
            last = entry.Hash;
        }
    }

    public void Dispose()
    {
        _entries.Dispose();
        _scattered.Dispose();
        _ends.Dispose();
        _keys.Dispose();
        _gradients.Dispose();
    }

    private void ListEntries(PendingStep step)
    {
        _entries.Resize(0);
        for (int part = 0; part < step.Parts; part++)
        {
            Contribution contribution = step[part]!;
            int first = _entries.Count;
            _entries.Resize(first + contribution.KeyCount);
            for (int i = 0; i < contribution.KeyCount; i++)
                _entries[first + i] = new() { Hash = KeyHash.Of(contribution.Keys[i]), Part = part, Index = i };
        }
    }

    /// <summary>Sorts by hash, part and index. Hashes are spread evenly, so entries are first dealt out to as many buckets as there are entries of
    /// a few; keys chosen to share a bucket are sorted in the general way.</summary>
    private void Sort()
    {
        int count = _entries.Count, bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(1, count)) - 2, 0, 15);
        ulong low = ulong.MaxValue, high = 0;
        foreach (Entry entry in _entries.Span) (low, high) = (Math.Min(low, entry.Hash), Math.Max(high, entry.Hash));
        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(high - low) - bits);
        _ends.Resize((1 << bits) + 1);
        int* ends = _ends.Pointer;
        _ends.Span.Clear();
        foreach (Entry entry in _entries.Span) ends[(int)((entry.Hash - low) >> shift) + 1]++;
        for (int bucket = 1; bucket <= 1 << bits; bucket++) ends[bucket] += ends[bucket - 1];
        _scattered.Resize(count);
        Entry* target = _scattered.Pointer;
        foreach (Entry entry in _entries.Span) target[ends[(int)((entry.Hash - low) >> shift)]++] = entry;
        (_entries, _scattered) = (_scattered, _entries);
        for (int bucket = 0, first = 0; bucket < 1 << bits; first = ends[bucket++]) SortBucket(_entries.Span[first..ends[bucket]]);
    }

    private static void SortBucket(Span<Entry> entries)
    {
        if (entries.Length > MostInserted)
        {
            entries.Sort();
            return;
        }
        for (int i = 1; i < entries.Length; i++)
        {
            Entry entry = entries[i];
            int at = i;
            for (; at > 0 && entries[at - 1].CompareTo(entry) > 0; at--) entries[at] = entries[at - 1];
            entries[at] = entry;
        }
    }

    private float* Sum(int number) => _gradients.Pointer + (nint)number * _dimension;

    private static void Add(float* gradient, float* sum, int dimension)
    {
        nint i = 0;
        for (; i <= dimension - 4; i += 4) (Lanes4.Load(sum + i) + Lanes4.Load(gradient + i)).Store(sum + i);
        for (; i < dimension; i++) sum[i] += gradient[i];
    }

    private struct Entry : IComparable<Entry>
    {
        internal ulong Hash;
        internal int Part, Index;

        public readonly int CompareTo(Entry other)
        {
            int order = Hash.CompareTo(other.Hash);
            if (order == 0) order = Part.CompareTo(other.Part);
            return order != 0 ? order : Index.CompareTo(other.Index);
        }
    }
}
