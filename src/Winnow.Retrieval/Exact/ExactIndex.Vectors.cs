namespace Winnow.Retrieval;

/// <content>Looking up stored vectors.</content>
public sealed unsafe partial class ExactIndex
{
    /// <summary>Whether the item is in the index.</summary>
    public bool Contains(int id) => PositionOf(id) >= 0;

    /// <summary>The stored vector of an item.</summary>
    /// <param name="id">Number of the item.</param>
    /// <param name="vector">Receives it, [<see cref="Dimension"/>]: with <see cref="VectorMetric.Cosine"/> divided by its length; rounded
    /// as the index keeps it, with int8 the copy it rescores from, or the bytes if there is none.</param>
    /// <returns>Whether the item is in the index; if not, nothing is written.</returns>
    /// <exception cref="ArgumentException"><paramref name="vector"/> has another length.</exception>
    /// <remarks>O(1) if the ids are the numbers from 0 on, else O(log n). Safe from any thread, allocates nothing.</remarks>
    public bool TryGetVector(int id, Span<float> vector)
    {
        if (vector.Length != Dimension) Throw.DimensionsDiffer(vector.Length, Dimension);
        int position = PositionOf(id);
        if (position < 0) return false;
        nint row = (nint)position * _shape.RowFloats;
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = _store.Rows is not null ? _store.Rows[row + i]
                : _store.HalfRows is not null ? Quantizer.FromBFloat16(_store.HalfRows[row + i])
                : Scanned(position, i);
        }
        return true;
    }

    /// <summary>Place of an id; negative if it is not there. Ids are ascending, so that of n the last is n − 1 only if they are all
    /// the numbers from 0 on.</summary>
    private int PositionOf(int id)
    {
        if (_disposed) Throw.IndexDisposed(nameof(ExactIndex));
        if (Count == 0) return -1;
        if (_store.Ids[Count - 1] == Count - 1) return (uint)id < (uint)Count ? id : -1;
        return new ReadOnlySpan<int>(_store.Ids, Count).BinarySearch(id);
    }

    /// <summary>One element as the scan sees it.</summary>
    private float Scanned(int position, int element)
    {
        byte* group = _store.Groups + (nint)(position / Group.Vectors) * _shape.GroupBytes;
        int lane = position % Group.Vectors, at = element * Group.Vectors + lane;
        return Options.Precision switch
        {
            ScanPrecision.Float32 => ((float*)group)[at],
            ScanPrecision.BFloat16 => Quantizer.FromBFloat16(((ushort*)group)[at]),
            _ => _store.Scales[position] * ((sbyte*)group)[Group.ByteAt(element, lane)],
        };
    }
}
