using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>A growing array outside the managed heap, for scratch that is used again and again.</summary>
internal sealed unsafe class NativeList<T> : IDisposable where T : unmanaged
{
    private NativeBuffer<T> _buffer = new(0, zeroed: false);

    internal T* Pointer => _buffer.Pointer;
    internal int Count { get; private set; }
    internal long TotalBytes => (long)_buffer.ByteLength;
    internal Span<T> Span => new(Pointer, Count);
    internal ref T this[int index] => ref Pointer[index];

    /// <summary>Sets the length; old elements stay, new ones are unspecified. Capacity grows by halves and never shrinks.</summary>
    internal void Resize(int count)
    {
        if ((nuint)count > _buffer.Length)
        {
            NativeBuffer<T> larger = new(Math.Max((nuint)count, _buffer.Length + _buffer.Length / 2), zeroed: false);
            Span.CopyTo(larger.Slice(0, Count));
            _buffer.Dispose();
            _buffer = larger;
        }
        Count = count;
    }

    internal void Add(T item)
    {
        Resize(Count + 1);
        Pointer[Count - 1] = item;
    }

    public void Dispose()
    {
        _buffer.Dispose();
        Count = 0;
    }
}
