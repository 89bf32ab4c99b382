using System.Diagnostics.CodeAnalysis;

namespace Winnow.Numerics;

internal static partial class Throw
{
    [DoesNotReturn]
    internal static void LengthsDiffer(int expected, int actual) => throw new ArgumentException(
        $"All vectors must have one length; got {expected} and {actual}.");

    [DoesNotReturn]
    internal static void ProductShapes(int m, int k, int k2, int n, MatrixView c) => throw new ArgumentException(
        $"op(A)[m, k] · op(B)[k, n] = C[m, n] does not hold for [{m}, {k}] · [{k2}, {n}] = [{c.Rows}, {c.Cols}]. Check the transposes.");

    [DoesNotReturn]
    internal static void ProductAliases() => throw new ArgumentException(
        "The result of a matrix product must not overlap its factors. Give it memory of its own.");

    [DoesNotReturn]
    internal static void ThreadCount(int threads) => throw new ArgumentOutOfRangeException(
        nameof(threads), threads, "A team needs at least 1 thread; the caller counts as one.");

    [DoesNotReturn]
    internal static void TeamAtWork() => throw new InvalidOperationException(
        "A team was disposed while it runs a job. Wait for the run to return, then dispose it.");

    [DoesNotReturn]
    internal static void ChunkCount(int chunks) => throw new ArgumentOutOfRangeException(
        nameof(chunks), chunks, "The number of chunks must not be negative.");

    [DoesNotReturn]
    internal static void BoundNotPositive(int bound) => throw new ArgumentOutOfRangeException(
        nameof(bound), bound, "The upper bound of a random integer must be at least 1.");
}
