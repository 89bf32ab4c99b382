using System.Runtime.CompilerServices;

namespace Winnow.Embeddings;

/// <summary>Rows found by key: a <see cref="SegmentIndex"/> and a <see cref="RowStore"/>. Rows of a table are kept so, and so
/// are the keys that wait for admission, which makes them subject to the same sweeps, budgets and snapshots.</summary>
/// <remarks>Row numbers are dense: removing a row moves the last one into its place. Hence a number is a hint, to be checked
/// against the key in the row, and nothing that can be observed may depend on it.</remarks>
internal sealed unsafe partial class KeyedRows(RowLayout layout) : IDisposable
{
    private readonly SegmentIndex _index = new();
    private readonly RowStore _rows = new(layout.Stride);
    private readonly int _keyOffset = layout.KeyOffset, _metaOffset = layout.MetaOffset;
    private readonly int _lastPrefetch = LastPrefetch(layout.Stride);

    internal RowLayout Layout { get; } = layout;
    internal SegmentIndex Index => _index;

    /// <summary>Number of rows.</summary>
    internal uint Count => _rows.Count;

    /// <summary>Number of rows whose hash lies in one of the 256 segments.</summary>
    internal uint SegmentCount(int segment) => _index.Count(segment);

    /// <summary>Rows that lie one behind the other in memory: row r has its neighbour r + 1 behind it unless that is a multiple of this.</summary>
    internal uint SlabRows => _rows.SlabRows;

    internal long IndexBytes => _index.TotalBytes;
    internal long FreeIndexBytes => _index.FreeBytes;
    internal long RowBytes => _rows.TotalBytes;
    internal long FreeRowBytes => _rows.FreeBytes;
    internal long ScratchBytes => _numbers.TotalBytes;

    /// <summary>The start of a row; the number must be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* At(uint row) => _rows.At(row);

    internal ulong KeyOf(byte* row) => Unsafe.ReadUnaligned<ulong>(row + _keyOffset);

    internal uint MetaOf(byte* row) => *(uint*)(row + _metaOffset);

    internal void SetMeta(byte* row, uint meta) => *(uint*)(row + _metaOffset) = meta;

    /// <summary>Adds a row, its payload unspecified. A key that has one already keeps it.</summary>
    internal uint Add(ulong key, uint meta)
    {
        uint present = Find(key);       // its line is in the cache by now, and a key listed twice must not get two rows
        if (present != 0) return present;
        uint number = _rows.Append();
        byte* row = At(number);
        Unsafe.WriteUnaligned(row + _keyOffset, key);
        SetMeta(row, meta);
        _index.Insert(KeyHash.Of(key), number);
        return number;
    }

    /// <summary>Removes the row of <paramref name="key"/>; false if there is none.</summary>
    internal bool Remove(ulong key)
    {
        uint row = Find(key);
        if (row == 0) return false;
        _index.Remove(KeyHash.Of(key), row);
        uint last = Count;
        if (row != last)
        {
            byte* from = At(last);
            Buffer.MemoryCopy(from, At(row), Layout.Stride, Layout.Stride);
            _index.Renumber(KeyHash.Of(KeyOf(from)), last, row);
        }
        _rows.RemoveLast();
        return true;
    }

    public void Dispose()
    {
        _index.Dispose();
        _rows.Dispose();
        _numbers.Dispose();
    }
}
