namespace Winnow.Numerics;

/// <summary>The dense product of a sparse matrix and its transpose: what each two rows have in common.</summary>
public static unsafe class SparseGram
{
    private const int Tile = 64;

    /// <summary>G = A Aᵀ.</summary>
    /// <param name="a">[n, m].</param>
    /// <param name="transposed">Aᵀ, [m, n].</param>
    /// <param name="gram">Where G goes, [n, n], symmetric to the bit.</param>
    /// <param name="team">The threads that share the rows.</param>
    /// <param name="cancel">Stops between two blocks of rows.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <remarks>The upper triangle is added up in float32 in the order of the columns of A, exact for whole numbers below 2²⁴, and then
    /// mirrored. O(Σ over columns u of n_u² / 2). The same bits for any number of threads.</remarks>
    public static void Multiply(CsrMatrix a, CsrMatrix transposed, MatrixView gram, WorkerTeam team, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(transposed);
        ArgumentNullException.ThrowIfNull(team);
        if (transposed.Rows != a.Cols || transposed.Cols != a.Rows || gram.Rows != a.Rows || gram.Cols != a.Rows)
            throw new ArgumentException($"A of {a.Rows} × {a.Cols} and Aᵀ of {transposed.Rows} × {transposed.Cols} do not give {gram.Rows} × {gram.Cols}.");
        UpperJob upper = new() { A = a, Transposed = transposed, Gram = gram, Cancel = cancel };
        team.Run(ref upper, (a.Rows + Tile - 1) / Tile);
        MirrorUpper(gram, team);
    }

    /// <summary>Copies what is above the diagonal of a square matrix to below it.</summary>
    internal static void MirrorUpper(MatrixView square, WorkerTeam team)
    {
        MirrorJob mirror = new() { Square = square };
        team.Run(ref mirror, (square.Rows + Tile - 1) / Tile);
    }

    private struct UpperJob : IParallelJob
    {
        internal CsrMatrix A, Transposed;
        internal MatrixView Gram;
        internal CancellationToken Cancel;

        public readonly void Run(int chunk)
        {
            Cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<int> starts = Transposed.Starts;
            fixed (int* columns = Transposed.Columns)
            fixed (float* values = Transposed.Values)
            {
                for (int row = chunk * Tile; row < Math.Min(A.Rows, (chunk + 1) * Tile); row++)
                {
                    Gram.Row(row).Clear();
                    ReadOnlySpan<int> members = A.Row(row);
                    ReadOnlySpan<float> weights = A.RowValues(row);
                    for (int i = 0; i < members.Length; i++)
                    {
                        int start = starts[members[i]], end = starts[members[i] + 1];
                        int from = start + Math.Max(0, new ReadOnlySpan<int>(columns + start, end - start).BinarySearch(row));
                        float weight = weights.IsEmpty ? 1 : weights[i];
                        if (values is null) AddConstant(Gram.RowPointer(row), columns, from, end, weight);
                        else AddScaled(Gram.RowPointer(row), columns, values, from, end, weight);
                    }
                }
            }
        }

        private static void AddConstant(float* sums, int* columns, int from, int end, float weight)
        {
            int k = from;
            for (; k <= end - 4; k += 4)
            {
                sums[columns[k]] += weight;
                sums[columns[k + 1]] += weight;
                sums[columns[k + 2]] += weight;
                sums[columns[k + 3]] += weight;
            }
            for (; k < end; k++) sums[columns[k]] += weight;
        }

        private static void AddScaled(float* sums, int* columns, float* values, int from, int end, float weight)
        {
            for (int k = from; k < end; k++) sums[columns[k]] += weight * values[k];
        }
    }

    /// <summary>A chunk is a band of rows below the diagonal, filled tile by tile so that both sides stay in the cache.</summary>
    private struct MirrorJob : IParallelJob
    {
        internal MatrixView Square;

        public readonly void Run(int chunk)
        {
            int first = chunk * Tile, end = Math.Min(Square.Rows, first + Tile);
            for (int tile = 0; tile < end; tile += Tile)
                for (int row = first; row < end; row++)
                    for (int col = tile; col < Math.Min(tile + Tile, row); col++) Square[row, col] = Square[col, row];
        }
    }
}
