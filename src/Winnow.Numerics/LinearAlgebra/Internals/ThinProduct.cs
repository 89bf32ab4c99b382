using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Matrix times vector, read once and in place: y = X · v (+ y), each element one inner product.</summary>
/// <remarks>Bound by memory, so no register tiles; four rows at a time keep four independent chains of additions busy.</remarks>
internal static unsafe class ThinProduct
{
    /// <summary>Rows a chunk such that it is worth a thread.</summary>
    private const int ChunkFloats = 1 << 16;

    /// <param name="x">The matrix, [rows, depth].</param>
    /// <param name="v">The vector, [depth], without gaps.</param>
    /// <param name="y">The result, [rows], <paramref name="yStep"/> floats apart.</param>
    /// <param name="yStep">Distance between elements of the result.</param>
    /// <param name="accumulate">Whether to add to the result.</param>
    /// <param name="team">The threads that share the rows.</param>
    internal static void Multiply(MatrixView x, float* v, float* y, nint yStep, bool accumulate, WorkerTeam team)
    {
        int chunkRows = Math.Max(4, ChunkFloats / Math.Max(1, x.Cols) / 4 * 4);
        Job job = new() { X = x, V = v, Y = y, YStep = yStep, Accumulate = accumulate, ChunkRows = chunkRows };
        team.Run(ref job, (x.Rows + chunkRows - 1) / chunkRows);
    }

    /// <summary>y = Xᵀ · v (+ y) as the product of one row vᵀ · X, which the register tiles do in place.</summary>
    internal static void MultiplyTransposed(MatrixView x, GemmOperand v, MatrixView y, bool accumulate, WorkerTeam team)
    {
        float* row = y.Stride == 1 ? y.Data : ThreadScratch.Floats(ScratchUse.Gathered, (nuint)y.Rows);
        if (row != y.Data && accumulate)
            for (int i = 0; i < y.Rows; i++) row[i] = y[i, 0];
        GemmOperand left = new((nint)v.Data, v.ColStep, v.RowStep);
        BlockedProduct.Multiply(
            left, GemmOperand.Of(Transpose.No, x), new MatrixView(row, 1, y.Rows), x.Rows, accumulate, default(NoEpilogue), team);
        if (row != y.Data)
            for (int i = 0; i < y.Rows; i++) y[i, 0] = row[i];
    }

    /// <summary>The elements of a factor that is a vector, without gaps.</summary>
    internal static float* Gather(MatrixView x)
    {
        nint count = (nint)x.Count, step = x.Cols == 1 ? x.Stride : 1;
        if (step == 1) return x.Data;
        float* gathered = ThreadScratch.Floats(ScratchUse.Gathered, (nuint)count);
        for (nint i = 0; i < count; i++) gathered[i] = x.Data[i * step];
        return gathered;
    }

    private struct Job : IParallelJob
    {
        internal MatrixView X;
        internal float* V, Y;
        internal nint YStep;
        internal bool Accumulate;
        internal int ChunkRows;

        public readonly void Run(int chunk)
        {
            int row = chunk * ChunkRows, end = Math.Min(X.Rows, row + ChunkRows);
            for (; row <= end - 4; row += 4) FourRows(row);
            for (; row < end; row++) OneRow(row);
        }

        private readonly void FourRows(int row)
        {
            float* x0 = X.RowPointer(row), x1 = x0 + X.Stride, x2 = x1 + X.Stride, x3 = x2 + X.Stride;
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            int p = 0;
            for (; p <= X.Cols - Vector<float>.Count; p += Vector<float>.Count)
            {
                Vector<float> v = Vector.Load(V + p);
                s0 = Vector.MultiplyAddEstimate(Vector.Load(x0 + p), v, s0);
                s1 = Vector.MultiplyAddEstimate(Vector.Load(x1 + p), v, s1);
                s2 = Vector.MultiplyAddEstimate(Vector.Load(x2 + p), v, s2);
                s3 = Vector.MultiplyAddEstimate(Vector.Load(x3 + p), v, s3);
            }
            Finish(row, x0, p, s0);
            Finish(row + 1, x1, p, s1);
            Finish(row + 2, x2, p, s2);
            Finish(row + 3, x3, p, s3);
        }

        private readonly void OneRow(int row)
        {
            float* x = X.RowPointer(row);
            Vector<float> sum = default;
            int p = 0;
            for (; p <= X.Cols - Vector<float>.Count; p += Vector<float>.Count)
                sum = Vector.MultiplyAddEstimate(Vector.Load(x + p), Vector.Load(V + p), sum);
            Finish(row, x, p, sum);
        }

        private readonly void Finish(int row, float* x, int p, Vector<float> partial)
        {
            float sum = Vector.Sum(partial);
            for (; p < X.Cols; p++) sum += x[p] * V[p];
            Y[row * YStep] = Accumulate ? Y[row * YStep] + sum : sum;
        }
    }
}
