using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Winnow.Numerics;

/// <summary>The owner of one block of native memory: 64-byte aligned, from 4 MiB on 2 MiB-aligned and on huge pages.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>The memory is freed by <see cref="Dispose"/> only. The finaliser merely counts the leak in
/// <see cref="NativeMemoryUsage"/>: freeing there could pull memory from under a live span.</remarks>
public sealed unsafe class NativeBuffer<T> : IDisposable where T : unmanaged
{
    private T* _pointer;

    /// <summary>Allocates <paramref name="length"/> elements.</summary>
    /// <param name="length">Number of elements; 0 is allowed.</param>
    /// <param name="zeroed">Whether to clear the memory; otherwise its contents are unspecified.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block would exceed the address space.</exception>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public NativeBuffer(nuint length, bool zeroed = true)
    {
        if (length > (nuint)nint.MaxValue / (nuint)sizeof(T)) Throw.TooLarge(length, sizeof(T));
        Length = length;
        _pointer = (T*)NativeAllocator.Allocate(ByteLength, zeroed);
    }

    /// <summary>Counts the leak; see the remarks of the class.</summary>
    ~NativeBuffer()
    {
        if (_pointer is not null) NativeMemoryUsage.ReportLeak((long)ByteLength);
    }

    /// <summary>Number of elements.</summary>
    public nuint Length { get; }

    /// <summary>Size in bytes.</summary>
    public nuint ByteLength => Length * (nuint)sizeof(T);

    /// <summary>The first element; null after <see cref="Dispose"/>.</summary>
    public T* Pointer => _pointer;

    /// <summary>The element at <paramref name="index"/>, unchecked in Release.</summary>
    /// <param name="index">In [0, <see cref="Length"/>).</param>
    public ref T this[nuint index]
    {
        get
        {
            Debug.Assert(_pointer is not null && index < Length);
            return ref _pointer[index];
        }
    }

    /// <summary>All elements.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was freed.</exception>
    public Span<T> Span
    {
        get
        {
            if (Length > int.MaxValue) Throw.TooLongForSpan(Length);
            return Slice(0, (int)Length);
        }
    }

    /// <summary><paramref name="count"/> elements from <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all inside the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was freed.</exception>
    public Span<T> Slice(nuint first, int count)
    {
        if (_pointer is null) Throw.BufferDisposed(nameof(NativeBuffer<T>));
        if (count < 0 || first > Length || (nuint)count > Length - first) Throw.SliceOutOfRange(first, (nuint)count, Length);
        return new Span<T>(_pointer + first, count);
    }

    /// <summary>Sets every byte to zero.</summary>
    public void Clear()
    {
        if (_pointer is null) Throw.BufferDisposed(nameof(NativeBuffer<T>));
        NativeMemory.Clear(_pointer, ByteLength);
    }

    /// <summary>Frees the memory; harmless when repeated. No span or pointer into it may be used afterwards.</summary>
    public void Dispose()
    {
        NativeAllocator.Free(_pointer, ByteLength);
        _pointer = null;
        GC.SuppressFinalize(this);
    }
}
