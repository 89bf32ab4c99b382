namespace Winnow.Numerics;

public sealed unsafe partial class Tape
{
    private const int FloatsPerChunk = 16 * 1024;       // 64 KiB: long enough to hide the hand-out, short enough to share evenly
    private const int FloatsPerLine = 16;               // a cache line

    /// <summary>Runs <paramref name="kernel"/> over all rows, in parallel by chunks whose bounds depend on the shape only.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="cols">Columns touched per row; decides how many rows make a chunk.</param>
    /// <param name="kernel">The work.</param>
    public void ForRows<TKernel>(int rows, int cols, TKernel kernel) where TKernel : struct, IRowKernel
    {
        RowJob<TKernel> job = new() { Kernel = kernel, Rows = rows, RowsPerChunk = RowsPerChunk(cols) };
        Team.Run(ref job, ChunkCount(rows, cols));
    }

    /// <summary>Number of chunks <see cref="ForRows{TKernel}"/> cuts such a matrix into: the number of partial sums to make room for.</summary>
    public static int ChunkCount(int rows, int cols)
    {
        int perChunk = RowsPerChunk(cols);
        return (int)(((long)rows + perChunk - 1) / perChunk);
    }

    /// <summary><paramref name="count"/> elements that live until <see cref="Reset"/>, 64-byte aligned, contents unspecified.</summary>
    public T* Allocate<T>(int count) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return _arena.Allocate<T>((nuint)count);
    }

    /// <summary>A matrix that lives until <see cref="Reset"/>, contents unspecified. From 16 columns on, each row starts on a cache line.</summary>
    public MatrixView AllocateMatrix(int rows, int cols)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(cols);
        nint stride = cols < FloatsPerLine ? cols : (nint)((cols + FloatsPerLine - 1L) / FloatsPerLine * FloatsPerLine);
        return new(_arena.Allocate<float>((nuint)rows * (nuint)stride), rows, cols, stride);
    }

    private static int RowsPerChunk(int cols) => Math.Max(1, FloatsPerChunk / Math.Max(1, cols));

    private struct RowJob<TKernel> : IParallelJob where TKernel : struct, IRowKernel
    {
        public TKernel Kernel;
        public int Rows;
        public int RowsPerChunk;

        public void Run(int chunk)
        {
            int first = chunk * RowsPerChunk;
            Kernel.Run(chunk, first, (int)Math.Min((long)first + RowsPerChunk, Rows));
        }
    }
}
