using System.Runtime.InteropServices;

namespace Winnow.Numerics;

/// <summary>Bump allocation for one step: hands out aligned native memory and takes all of it back at once.</summary>
/// <remarks>When a step needs more than the arena holds, it grows by a chunk; the next <see cref="Reset"/> merges the chunks
/// into one, so a warm arena never asks the system for memory. Belongs to one thread.</remarks>
public sealed unsafe class StepArena : IDisposable
{
    private const nuint MinimumChunkBytes = 1u << 20;

    private readonly List<NativeBuffer<byte>> _chunks = [];
    private nuint _used;                // of the last chunk
    private nuint _usedBefore;          // of all earlier chunks
    private bool _disposed;

    /// <summary>An arena that holds <paramref name="initialBytes"/> from the start.</summary>
    public StepArena(long initialBytes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialBytes);
        if (initialBytes > 0) Grow((nuint)initialBytes);
    }

    /// <summary>Bytes handed out since the last <see cref="Reset"/>, alignment included.</summary>
    public long AllocatedBytes => (long)(_usedBefore + _used);

    /// <summary>The largest <see cref="AllocatedBytes"/> there ever was.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Bytes the arena holds, used or not.</summary>
    public long CapacityBytes { get; private set; }

    /// <summary><paramref name="count"/> elements of unspecified contents, 64-byte aligned, valid until <see cref="Reset"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The block would exceed the address space.</exception>
    /// <exception cref="ObjectDisposedException">The arena was freed.</exception>
    public T* Allocate<T>(nuint count) where T : unmanaged
    {
        if (_disposed) Throw.BufferDisposed(nameof(StepArena));
        if (count > (nuint)nint.MaxValue / 2 / (nuint)sizeof(T)) Throw.TooLarge(count, sizeof(T));
        nuint bytes = (count * (nuint)sizeof(T) + NativeAllocator.LineBytes - 1) & ~(NativeAllocator.LineBytes - 1);
        if (_chunks.Count == 0 || bytes > _chunks[^1].Length - _used) Grow(bytes);
        byte* block = _chunks[^1].Pointer + _used;
        _used += bytes;
        PeakBytes = Math.Max(PeakBytes, AllocatedBytes);
        return (T*)block;
    }

    /// <summary>As <see cref="Allocate{T}"/>, with every byte zero.</summary>
    public T* AllocateZeroed<T>(nuint count) where T : unmanaged
    {
        T* block = Allocate<T>(count);
        NativeMemory.Clear(block, count * (nuint)sizeof(T));
        return block;
    }

    /// <summary>Takes back everything handed out; the memory stays with the arena.</summary>
    public void Reset()
    {
        if (_disposed) Throw.BufferDisposed(nameof(StepArena));
        _used = _usedBefore = 0;
        if (_chunks.Count <= 1) return;
        nuint total = (nuint)CapacityBytes;
        Free();
        Grow(total);
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        Free();
        _used = _usedBefore = 0;
        _disposed = true;
    }

    private void Grow(nuint atLeast)
    {
        nuint bytes = Math.Max(Math.Max(atLeast, MinimumChunkBytes), (nuint)CapacityBytes);     // doubles: few chunks, few merges
        _chunks.Add(new NativeBuffer<byte>(bytes, zeroed: false));
        CapacityBytes += (long)bytes;
        _usedBefore += _used;
        _used = 0;
    }

    private void Free()
    {
        foreach (NativeBuffer<byte> chunk in _chunks) chunk.Dispose();
        _chunks.Clear();
        CapacityBytes = 0;
    }
}
