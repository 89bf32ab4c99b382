using System.Numerics;
using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Rows 1 … <see cref="Count"/> of one size, without gaps. Row 0 does not exist.</summary>
/// <remarks>Rows lie in slabs of up to 1 MiB, slabs in blocks. A block adds an eighth to the store, up to 36 MiB: large enough
/// for huge pages and to go straight back to the system when freed (C libraries keep blocks below 32 MiB), small enough to be no
/// pause. Nothing moves; only the very first slab starts with 64 rows and doubles, so
/// that a table of a few rows takes a few kilobytes.</remarks>
internal sealed unsafe class RowStore : IDisposable
{
    private const int SlabBytes = 1 << 20, Share = 8, MostBlockBytes = 36 << 20;
    private const uint FirstRows = 64;

    private readonly List<Block> _blocks = [];
    private readonly int _slabShift;
    private byte** _slabs;
    private uint _slabsLength;          // capacity of the directory
    private uint _capacity;             // rows, row 0 included

    internal RowStore(int stride)
    {
        Stride = (nuint)stride;
        _slabShift = SlabShift(stride);
        ResizeFirst(Math.Min(FirstRows, SlabRows));
    }

    internal nuint Stride { get; }

    /// <summary>Number of rows in use.</summary>
    internal uint Count { get; private set; }

    /// <summary>Memory taken from the system.</summary>
    internal long TotalBytes => _capacity * (long)Stride + _slabsLength * sizeof(byte*);

    /// <summary>Memory for rows that are not in use yet, row 0 included.</summary>
    internal long FreeBytes => (_capacity - Count) * (long)Stride;

    internal RowAddresses Addresses => new(_slabs, _slabShift, Stride, Count);

    internal uint SlabRows => 1u << _slabShift;

    /// <summary>The start of a row, which must be in [1, <see cref="Count"/>].</summary>
    internal byte* At(uint row) => Addresses.At(row);

    /// <summary>Adds one row at the end, of unspecified contents, and returns its number.</summary>
    internal uint Append()
    {
        if (Count + 1 == _capacity) Grow();
        return ++Count;
    }

    /// <summary>Gives up the last row. A block goes back to the system once it and half of the one before are free.</summary>
    internal void RemoveLast()
    {
        Count--;
        if (_blocks.Count < 3 || Count + 1 > _capacity - _blocks[^1].Rows - _blocks[^2].Rows / 2) return;
        _capacity -= _blocks[^1].Rows;
        _blocks[^1].Memory.Dispose();
        _blocks.RemoveAt(_blocks.Count - 1);
    }

    /// <summary>An upper bound of <see cref="TotalBytes"/> for a store that never had more rows than that.</summary>
    internal static long BytesFor(int stride, long rows)
    {
        long slabRows = 1L << SlabShift(stride), capacity = rows + 1;
        if (capacity <= slabRows) capacity = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(capacity, FirstRows)) * 3 / 2;   // while copied
        else capacity += Math.Max(slabRows, Math.Min(capacity / Share, MostBlockBytes / stride));
        return capacity * stride + (capacity / slabRows + 2) * 2 * sizeof(byte*);
    }

    public void Dispose()
    {
        foreach (Block block in _blocks) block.Memory.Dispose();
        _blocks.Clear();
        NativeMemory.Free(_slabs);
        _slabs = null;
        Count = _capacity = _slabsLength = 0;
    }

    private static int SlabShift(int stride) => BitOperations.Log2((uint)(SlabBytes / stride));

    private void Grow()
    {
        if (_capacity < SlabRows)
        {
            ResizeFirst(Math.Min(_capacity * 2, SlabRows));
            return;
        }
        uint have = _capacity >> _slabShift, most = Math.Max(1, (uint)(MostBlockBytes / Stride) >> _slabShift);
        uint slabs = Math.Clamp(have / Share, 1, most), rows = slabs << _slabShift;
        if (_capacity > int.MaxValue - rows) Throw.TooManyRows(Count);
        EnsureDirectory(have + slabs);
        NativeBuffer<byte> memory = new(rows * Stride, zeroed: false);
        _blocks.Add(new(memory, rows));
        for (uint slab = 0; slab < slabs; slab++) _slabs[have + slab] = memory.Pointer + slab * SlabRows * Stride;
        _capacity += rows;
    }

    private void ResizeFirst(uint rows)
    {
        EnsureDirectory(1);
        NativeBuffer<byte> memory = new(rows * Stride, zeroed: false);
        if (_blocks.Count > 0)
        {
            NativeMemory.Copy(_blocks[0].Memory.Pointer, memory.Pointer, (Count + 1) * Stride);
            _blocks[0].Memory.Dispose();
            _blocks.Clear();
        }
        _blocks.Add(new(memory, rows));
        _slabs[0] = memory.Pointer;
        _capacity = rows;
    }

    private void EnsureDirectory(uint slabs)
    {
        if (slabs <= _slabsLength) return;
        _slabsLength = Math.Max(slabs, _slabsLength * 2);
        _slabs = (byte**)NativeMemory.Realloc(_slabs, _slabsLength * (nuint)sizeof(byte*));
    }

    private readonly record struct Block(NativeBuffer<byte> Memory, uint Rows);
}
