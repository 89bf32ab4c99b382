using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Serving;

/// <summary>An array to be written into a <see cref="PackedFile"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="WriteTo">Writes them all.</param>
internal sealed record PackedArray(string Name, int ElementBytes, long Count, Action<Stream> WriteTo)
{
    private const int PieceBytes = 1 << 20;

    public long Bytes => Count * ElementBytes;

    /// <summary>An array in managed memory.</summary>
    public static PackedArray Of<T>(string name, T[] values) where T : unmanaged =>
        new(name, Unsafe.SizeOf<T>(), values.Length, stream =>
        {
            int piece = PieceBytes / Unsafe.SizeOf<T>();
            for (int first = 0; first < values.Length; first += piece)
                stream.Write(MemoryMarshal.AsBytes(values.AsSpan(first, Math.Min(piece, values.Length - first))));
        });

    /// <summary>A list in managed memory.</summary>
    public static PackedArray Of<T>(string name, List<T> values) where T : unmanaged =>
        new(name, Unsafe.SizeOf<T>(), values.Count, stream => stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values))));

    /// <summary>The rows of a matrix, without gaps.</summary>
    public static PackedArray Of(string name, MatrixView rows) => new(name, sizeof(float), rows.Count, stream =>
    {
        for (int row = 0; row < rows.Rows; row++) stream.Write(MemoryMarshal.AsBytes(rows.Row(row)));
    });
}
