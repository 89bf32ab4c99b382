namespace Winnow.Numerics;

/// <summary>Thins out the rows of a sparse matrix.</summary>
public static class RowSelection
{
    private const int EntriesAChunk = 1 << 17;

    /// <summary>Of each row the <paramref name="k"/> largest entries that are not 0; of equal ones the lower columns.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="k">Entries to keep of a row, at least 1.</param>
    /// <param name="team">The threads that share the rows.</param>
    /// <remarks>O(entries). The same bits for any number of threads.</remarks>
    public static CsrMatrix LargestOfRows(this CsrMatrix matrix, int k, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        SelectJob job = new()
        {
            Matrix = matrix,
            K = Math.Max(1, Math.Min(k, matrix.Cols)),
            Chunks = Math.Max(1, matrix.Entries / EntriesAChunk),
            Lengths = new int[matrix.Rows],
        };
        job.Parts = new (int[], float[])[job.Chunks];
        team.Run(ref job, job.Chunks);
        return SparseTopK.Join(matrix.Rows, matrix.Cols, job.Lengths, job.Parts);
    }

    private struct SelectJob : IParallelJob
    {
        internal CsrMatrix Matrix;
        internal int K, Chunks;
        internal int[] Lengths;
        internal (int[] Columns, float[] Values)[] Parts;

        public readonly void Run(int chunk)
        {
            LargestKeys largest = new(K);
            List<int> columns = [];
            List<float> values = [];
            int end = (int)((long)Matrix.Rows * (chunk + 1) / Chunks);
            for (int row = (int)((long)Matrix.Rows * chunk / Chunks); row < end; row++)
            {
                ReadOnlySpan<int> rowColumns = Matrix.Row(row);
                ReadOnlySpan<float> rowValues = Matrix.RowValues(row);
                for (int i = 0; i < rowColumns.Length; i++)
                {
                    float value = rowValues.IsEmpty ? 1 : rowValues[i];
                    if (value != 0) largest.Add(value, rowColumns[i]);
                }
                Lengths[row] = largest.Drain(columns, values);
            }
            Parts[chunk] = ([.. columns], [.. values]);
        }
    }
}
