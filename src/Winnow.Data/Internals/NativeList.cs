using System.Diagnostics;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>A list in native memory that grows by doubling and keeps its memory when cleared: nothing managed once warm.</summary>
internal sealed unsafe class NativeList<T> : IDisposable where T : unmanaged
{
    private NativeBuffer<T> _buffer;

    public NativeList(int capacity = 0) => _buffer = new NativeBuffer<T>((nuint)capacity, zeroed: false);

    /// <summary>Number of elements in use. Setting it beyond what <see cref="Reserve"/> made room for is a mistake of ours.</summary>
    public long Count { get; set; }

    public long Capacity => (long)_buffer.Length;

    public T* Pointer => _buffer.Pointer;

    public long ByteLength => (long)_buffer.ByteLength;

    public ref T this[long index]
    {
        get
        {
            Debug.Assert((ulong)index < (ulong)Count);
            return ref _buffer.Pointer[index];
        }
    }

    public Span<T> Span => _buffer.Slice(0, checked((int)Count));

    /// <summary>Makes room for <paramref name="capacity"/> elements in all; the elements in use are kept.</summary>
    public T* Reserve(long capacity)
    {
        if (capacity > Capacity) Grow(Math.Max(Math.Max(capacity, 16), Math.Min(2 * Capacity, Capacity + MostAdded)));
        return _buffer.Pointer;
    }

    /// <summary>Makes room for exactly <paramref name="count"/> elements and sets <see cref="Count"/>; contents unspecified.</summary>
    public T* Resize(long count)
    {
        Reserve(count);
        Count = count;
        return _buffer.Pointer;
    }

    public void Add(T value)
    {
        if (Count == Capacity) Reserve(Count + 1);
        _buffer.Pointer[Count++] = value;
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>Beyond this many elements growth is linear, so that a huge list never holds twice what it needs.</summary>
    private static long MostAdded => (256L << 20) / sizeof(T);

    private void Grow(long capacity)
    {
        NativeBuffer<T> larger = new((nuint)capacity, zeroed: false);
        Buffer.MemoryCopy(_buffer.Pointer, larger.Pointer, capacity * sizeof(T), Count * sizeof(T));
        _buffer.Dispose();
        _buffer = larger;
    }
}
