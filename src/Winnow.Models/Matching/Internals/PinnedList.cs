using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Models;

/// <summary>A list in memory that never moves while it does not grow: kernels may see it. Once it has room for the largest batch it allocates nothing.</summary>
internal sealed unsafe class PinnedList<T> where T : unmanaged
{
    private T[] _values = GC.AllocateArray<T>(16, pinned: true);

    public int Count { get; private set; }

    /// <summary>Where the values lie; until the next growth.</summary>
    public T* Pointer => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));

    public Span<T> Span => _values.AsSpan(0, Count);

    public ref T this[int index] => ref _values[index];

    public void Clear() => Count = 0;

    public void Add(T value)
    {
        if (Count == _values.Length) Grow(Count + 1);
        _values[Count++] = value;
    }

    /// <summary>Sets the length; what is new has unspecified contents.</summary>
    public void Resize(int count)
    {
        if (count > _values.Length) Grow(count);
        Count = count;
    }

    private void Grow(int least)
    {
        T[] larger = GC.AllocateUninitializedArray<T>(Math.Max(least, _values.Length + _values.Length / 2), pinned: true);
        Span.CopyTo(larger);
        _values = larger;
    }
}
