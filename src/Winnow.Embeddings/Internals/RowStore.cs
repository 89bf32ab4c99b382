using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Where the rows of a <see cref="RowStore"/> are.</summary>
internal readonly unsafe struct RowAddresses(byte** slabs, int slabShift, nuint stride, uint count)
{
    /// <summary>Number of rows.</summary>
    internal uint Count => count;

    /// <summary>The start of a row, which must be in [1, <see cref="Count"/>].</summary>
    internal byte* At(uint row) => slabs[row >> slabShift] + (row & ((1u << slabShift) - 1)) * stride;
}

/// <summary>Rows 1 … <see cref="Count"/> of one size, without gaps, in slabs of up to 32 MiB. Row 0 does not exist.</summary>
/// <remarks>Slabs are large enough for huge pages, and never move. The exception is the first: it starts small and doubles,
/// so that a table of a few rows takes a few kilobytes.</remarks>
internal sealed unsafe class RowStore : IDisposable
{
    internal const long MaximumSlabBytes = 32 << 20;
    private const uint MostFirstRows = 64;

    private readonly List<NativeBuffer<byte>> _slabs = [];
    private readonly int _slabShift;
    private byte** _directory;
    private uint _directoryLength;
    private uint _capacity;

    internal RowStore(int stride)
    {
        Stride = (nuint)stride;
        _slabShift = SlabShift(stride);
        ResizeFirst(FirstRows(_slabShift));
    }

    internal nuint Stride { get; }

    /// <summary>Number of rows in use.</summary>
    internal uint Count { get; private set; }

    /// <summary>Memory taken from the system.</summary>
    internal long TotalBytes => _capacity * (long)Stride + _directoryLength * sizeof(byte*);

    /// <summary>Memory for rows that are not in use yet, row 0 included.</summary>
    internal long FreeBytes => (_capacity - Count) * (long)Stride;

    /// <summary>The start of a row, which must be in [1, <see cref="Count"/>].</summary>
    internal byte* At(uint row) => Addresses.At(row);

    /// <summary>How to find rows, for loops that must not look it up in this object again and again. Valid until rows are
    /// added or removed.</summary>
    internal RowAddresses Addresses => new(_directory, _slabShift, Stride, Count);

    /// <summary>Adds one row at the end, of unspecified contents, and returns its number.</summary>
    internal uint Append()
    {
        if (Count + 1 == _capacity) Grow();
        return ++Count;
    }

    /// <summary>Gives up the last row. A slab goes back to the system once a whole one beside it is free.</summary>
    internal void RemoveLast()
    {
        Count--;
        uint slabRows = 1u << _slabShift;
        if (_slabs.Count < 3 || Count + 1 + 2 * slabRows > _capacity) return;
        _slabs[^1].Dispose();
        _slabs.RemoveAt(_slabs.Count - 1);
        _capacity -= slabRows;
    }

    /// <summary>Memory a store takes whose largest number of rows was <paramref name="rows"/>, the spare slab included.</summary>
    internal static long BytesFor(int stride, long rows)
    {
        int shift = SlabShift(stride);
        long slabRows = 1L << shift;
        long capacity = rows + 1 < slabRows
            ? (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(rows + 1, FirstRows(shift))) * 3 / 2   // while doubling
            : (rows + 1 + slabRows) / slabRows * slabRows;
        return capacity * stride + (capacity / slabRows + 1) * 2 * sizeof(byte*);
    }

    public void Dispose()
    {
        foreach (NativeBuffer<byte> slab in _slabs) slab.Dispose();
        _slabs.Clear();
        NativeMemory.Free(_directory);
        _directory = null;
        Count = _capacity = _directoryLength = 0;
    }

    private static int SlabShift(int stride) => System.Numerics.BitOperations.Log2((ulong)(MaximumSlabBytes / stride));

    private static uint FirstRows(int slabShift) => Math.Min(MostFirstRows, 1u << slabShift);

    private void Grow()
    {
        uint slabRows = 1u << _slabShift;
        if (_capacity < slabRows)
        {
            ResizeFirst(Math.Min(_capacity * 2, slabRows));
            return;
        }
        if (_capacity > int.MaxValue - slabRows) Throw.TooManyRows(Count);
        _slabs.Add(new NativeBuffer<byte>(slabRows * Stride, zeroed: false));
        Enter(_slabs.Count - 1);
        _capacity += slabRows;
    }

    private void ResizeFirst(uint rows)
    {
        NativeBuffer<byte> first = new(rows * Stride, zeroed: false);
        if (_slabs.Count == 0)
        {
            _slabs.Add(first);
        }
        else
        {
            NativeMemory.Copy(_slabs[0].Pointer, first.Pointer, (Count + 1) * Stride);
            _slabs[0].Dispose();
            _slabs[0] = first;
        }
        Enter(0);
        _capacity = rows;
    }

    private void Enter(int slab)
    {
        if ((uint)slab >= _directoryLength)
        {
            _directoryLength = Math.Max(1, _directoryLength * 2);
            _directory = (byte**)NativeMemory.Realloc(_directory, _directoryLength * (nuint)sizeof(byte*));
        }
        _directory[slab] = _slabs[slab].Pointer;
    }
}
