using Winnow.Numerics;

namespace Winnow.Store;

/// <summary>Native memory that is made larger where it must be; contents are lost then.</summary>
internal sealed unsafe class GrowingBuffer<T> : IDisposable where T : unmanaged
{
    private NativeBuffer<T>? _buffer;

    internal T* Pointer => _buffer is null ? null : _buffer.Pointer;

    internal void Resize(long length)
    {
        if (_buffer is not null && (long)_buffer.Length >= length) return;
        long larger = Math.Max(length, _buffer is null ? 0 : (long)_buffer.Length * 3 / 2);
        _buffer?.Dispose();
        _buffer = new((nuint)larger, zeroed: false);
    }

    public void Dispose()
    {
        _buffer?.Dispose();
        _buffer = null;
    }
}
