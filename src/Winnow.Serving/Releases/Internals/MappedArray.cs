using System.Runtime.CompilerServices;

namespace Winnow.Serving;

/// <summary>An array in a mapped file; valid as long as its <see cref="PackedFile"/>. May be longer than a span can be.</summary>
internal readonly unsafe struct MappedArray<T>(T* data, long count) where T : unmanaged
{
    public long Count => count;

    /// <summary>An element; checked, because indexes come from files.</summary>
    public T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)count) ThrowOutside(index, count);
            return data[index];
        }
    }

    /// <summary>Some neighbouring elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Slice(long first, int length)
    {
        if (first < 0 || length < 0 || first > count - length) ThrowOutside(first + length, count);
        return new ReadOnlySpan<T>(data + first, length);
    }

    /// <summary>The elements between two positions that a file tells.</summary>
    public ReadOnlySpan<T> Between(long first, long end) => Slice(first, checked((int)(end - first)));

    private static void ThrowOutside(long index, long count) =>
        throw new InvalidDataException($"A file of the release points at element {index} of an array of {count}: it is damaged. `winnow pack DIR --check` names it.");
}
