using System.Diagnostics.CodeAnalysis;

namespace Winnow.Numerics;

/// <summary>Every exception of this room: what came, what was expected, what to do next.</summary>
internal static partial class Throw
{
    [DoesNotReturn]
    internal static void BufferDisposed(string type) => throw new ObjectDisposedException(type,
        "The native memory of this object has been freed. Keep the owner alive for as long as its memory is used.");

    [DoesNotReturn]
    internal static void TooLongForSpan(nuint length) => throw new InvalidOperationException(
        $"A span holds at most {int.MaxValue} elements, this buffer has {length}. Take a part of it with Slice(first, count).");

    [DoesNotReturn]
    internal static void SliceOutOfRange(nuint first, nuint count, nuint length) => throw new ArgumentOutOfRangeException(
        nameof(first), first, $"[{first}, {first} + {count}) must lie inside [0, {length}).");

    [DoesNotReturn]
    internal static void TooLarge(nuint count, int elementBytes) => throw new ArgumentOutOfRangeException(
        nameof(count), count, $"{count} elements of {elementBytes} bytes do not fit into the address space. Ask for fewer.");

    [DoesNotReturn]
    internal static void MatrixShape(int rows, int cols, nint stride) => throw new ArgumentOutOfRangeException(
        nameof(stride), $"A matrix needs rows ≥ 0, columns ≥ 0 and stride ≥ columns; got {rows} × {cols} with stride {stride}.");

    [DoesNotReturn]
    internal static void MatrixPartOutOfRange(string what, int first, int count, int length) => throw new ArgumentOutOfRangeException(
        nameof(first), first, $"{what} [{first}, {first} + {count}) must lie inside [0, {length}).");

    [DoesNotReturn]
    internal static void ShapesDiffer(MatrixView a, MatrixView b) => throw new ArgumentException(
        $"Both matrices must have the same shape; got {a.Rows} × {a.Cols} and {b.Rows} × {b.Cols}.");
}
