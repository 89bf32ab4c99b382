using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Sparse matrix times dense matrix, rows in parallel.</summary>
internal static unsafe class SparseProduct
{
    private const int ChunkRows = 64;

    /// <summary>Y = A X.</summary>
    public static void Multiply(CsrMatrix a, PinnedMatrix x, PinnedMatrix y, WorkerTeam team)
    {
        Job job = new() { A = a, X = x, Y = y };
        team.Run(ref job, (a.Rows + ChunkRows - 1) / ChunkRows);
    }

    private struct Job : IParallelJob
    {
        public CsrMatrix A;
        public PinnedMatrix X, Y;

        public readonly void Run(int chunk)
        {
            for (int row = chunk * ChunkRows; row < Math.Min(A.Rows, (chunk + 1) * ChunkRows); row++)
            {
                ReadOnlySpan<int> columns = A.Row(row);
                ReadOnlySpan<float> values = A.RowValues(row);
                Y.Row(row).Clear();
                for (int i = 0; i < columns.Length; i++) Add(X.RowPointer(columns[i]), values.IsEmpty ? 1 : values[i], Y.RowPointer(row), X.Cols);
            }
            GC.KeepAlive(X);
            GC.KeepAlive(Y);
        }

        private static void Add(float* x, float factor, float* y, int n)
        {
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(y + i) + Vector.Load(x + i) * factor, y + i);
            for (; i < n; i++) y[i] += x[i] * factor;
        }
    }
}
