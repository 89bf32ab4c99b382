using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Sums over rows, formed as one partial sum for each chunk and added up in the order of the chunks.</summary>
internal static unsafe class ColumnSums
{
    /// <summary>target = Σ partials (+ target): one number a column, rows added in ascending order.</summary>
    public static void Finish(MatrixView partials, MatrixView target, bool accumulate)
    {
        int cols = partials.Cols, i = 0;
        float* sums = target.Data;
        for (; i <= cols - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = accumulate ? Vector.Load(sums + i) : default;
            for (int r = 0; r < partials.Rows; r++) sum += Vector.Load(partials.RowPointer(r) + i);
            Vector.Store(sum, sums + i);
        }
        for (; i < cols; i++)
        {
            float sum = accumulate ? sums[i] : 0;
            for (int r = 0; r < partials.Rows; r++) sum += partials[r, i];
            sums[i] = sum;
        }
    }

    /// <summary>sums += row.</summary>
    public static void Add(float* row, float* sums, int cols)
    {
        int i = 0;
        for (; i <= cols - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(sums + i) + Vector.Load(row + i), sums + i);
        for (; i < cols; i++) sums[i] += row[i];
    }

    /// <summary>target = Σ rows of x (+ target).</summary>
    public static void Of(Tape tape, MatrixView x, MatrixView target, bool accumulate)
    {
        MatrixView partials = tape.AllocateMatrix(Tape.ChunkCount(x.Rows, x.Cols), x.Cols);
        tape.ForRows(x.Rows, x.Cols, new Kernel { X = x, Partials = partials });
        Finish(partials, target, accumulate);
    }

    private struct Kernel : IRowKernel
    {
        public MatrixView X, Partials;

        public readonly void Run(int chunk, int first, int end)
        {
            float* sums = Partials.RowPointer(chunk);
            new Span<float>(X.RowPointer(first), X.Cols).CopyTo(new Span<float>(sums, X.Cols));
            for (int r = first + 1; r < end; r++) Add(X.RowPointer(r), sums, X.Cols);
        }
    }
}
