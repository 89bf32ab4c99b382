using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Factorises and inverts dense symmetric positive definite matrices in float32.</summary>
/// <remarks>Blocked, so that nearly all work is <see cref="Gemm"/>: Cholesky's factor in n³/3 operations, its inverse in n³/3, their product in
/// n³/3 (Golub and Van Loan, Matrix Computations, 4th edition, section 4.2). Errors grow with the condition number: about cond · 10⁻⁷.
/// The same bits for any number of threads.</remarks>
public static unsafe class PositiveDefinite
{
    private const int Block = 256, SmallBlock = 64;

    /// <summary>A = L Lᵀ; L takes the place of the lower triangle of A, diagonal included.</summary>
    /// <param name="a">[n, n]; only the lower triangle is read and written.</param>
    /// <param name="team">The threads that share the products.</param>
    /// <param name="cancel">Stops between two blocks of columns; A is then in between.</param>
    /// <exception cref="ArgumentException">A is not square.</exception>
    /// <exception cref="ArithmeticException">A is not positive definite to this precision; the message says where it broke down.</exception>
    public static void Factor(MatrixView a, WorkerTeam team, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(team);
        CheckSquare(a);
        using NativeBuffer<float> inverse = new(Block * Block), scratch = new((nuint)a.Rows * Block, zeroed: false);
        for (int first = 0; first < a.Rows; first += Block)
        {
            cancel.ThrowIfCancellationRequested();
            int size = Math.Min(Block, a.Rows - first), below = a.Rows - first - size;
            if (first > 0) SubtractKnown(a, first, size, scratch.Pointer, team);
            MatrixView diagonal = Part(a, first, size, first, size);
            FactorDiagonal(diagonal, first);
            if (below == 0) continue;
            MatrixView inverted = new(inverse.Pointer, size, size), panel = Part(a, first + size, below, first, size);
            InvertTriangle(diagonal, inverted);
            MatrixView copy = new(scratch.Pointer, below, size);
            panel.CopyTo(copy);
            Gemm.Multiply(Transpose.No, copy, Transpose.Yes, inverted, panel, accumulate: false, team);
        }
    }

    /// <summary>P = A⁻¹.</summary>
    /// <param name="a">[n, n]; only the lower triangle is read. Replaced by the whole of P, symmetric to the bit.</param>
    /// <param name="team">The threads that share the products.</param>
    /// <param name="cancel">Stops between two blocks of columns; A is then in between.</param>
    /// <exception cref="ArgumentException">A is not square.</exception>
    /// <exception cref="ArithmeticException">A is not positive definite to this precision.</exception>
    /// <remarks>n³ operations; memory for a second matrix.</remarks>
    public static void Invert(MatrixView a, WorkerTeam team, CancellationToken cancel = default)
    {
        Factor(a, team, cancel);
        if (a.Rows == 0) return;
        using NativeBuffer<float> buffer = new((nuint)a.Rows * (nuint)a.Rows);
        MatrixView x = new(buffer.Pointer, a.Rows, a.Rows);
        int blocks = (a.Rows + Block - 1) / Block;
        InverseDiagonal diagonal = new() { L = a, X = x };
        team.Run(ref diagonal, blocks);
        InverseColumns columns = new() { L = a, X = x, Cancel = cancel };
        team.Run(ref columns, blocks);
        for (int block = 0; block < blocks; block++)
        {
            // Row block of XᵀX: X is lower triangular, so only rows from the block on count; columns up to it are the lower triangle.
            cancel.ThrowIfCancellationRequested();
            int first = block * Block, size = Math.Min(Block, a.Rows - first), rows = a.Rows - first;
            Gemm.Multiply(
                Transpose.Yes, Part(x, first, rows, first, size), Transpose.No, Part(x, first, rows, 0, first + size), Part(a, first, size, 0, first + size), accumulate: false, team);
        }
        MirrorLower(a, team);
    }

    private static void CheckSquare(MatrixView a)
    {
        if (a.Rows != a.Cols) throw new ArgumentException($"A matrix of {a.Rows} × {a.Cols} came; expected a square one.", nameof(a));
    }

    private static MatrixView Part(MatrixView a, int row, int rows, int col, int cols) => a.RowRange(row, rows).Columns(col, cols);

    /// <summary>A[first.., block] −= L[first.., before] · L[block, before]ᵀ: brings a block of columns up to date.</summary>
    private static void SubtractKnown(MatrixView a, int first, int size, float* scratch, WorkerTeam team)
    {
        MatrixView known = Part(a, first, size, 0, first), negative = new(scratch, size, first);
        for (int row = 0; row < size; row++)
        {
            float* from = known.RowPointer(row), to = negative.RowPointer(row);
            for (int col = 0; col < first; col++) to[col] = -from[col];
        }
        Gemm.Multiply(
            Transpose.No, Part(a, first, a.Rows - first, 0, first), Transpose.Yes, negative, Part(a, first, a.Rows - first, first, size), accumulate: true, team);
    }

    /// <summary>Cholesky of one block, itself in small blocks.</summary>
    private static void FactorDiagonal(MatrixView a, int firstRow)
    {
        for (int first = 0; first < a.Rows; first += SmallBlock)
        {
            int end = Math.Min(a.Rows, first + SmallBlock);
            for (int row = first; row < a.Rows; row++)
            {
                float* target = a.RowPointer(row);
                for (int col = first; col < Math.Min(end, row + 1); col++)
                {
                    float sum = target[col] - Dot(target, a.RowPointer(col), col);
                    if (col < row) target[col] = sum / a[col, col];
                    else if (sum > 0 && float.IsFinite(sum)) target[col] = MathF.Sqrt(sum);
                    else throw NotPositive(firstRow + row, sum);
                }
            }
        }
    }

    private static ArithmeticException NotPositive(int row, float pivot) =>
        new($"The matrix is not positive definite: pivot {row} is {pivot}. Add more to the diagonal.");

    /// <summary>X = L⁻¹, row by row; zeros above the diagonal.</summary>
    private static void InvertTriangle(MatrixView l, MatrixView x)
    {
        x.Clear();
        for (int row = 0; row < l.Rows; row++)
        {
            float* target = x.RowPointer(row);
            for (int k = 0; k < row; k++) AddScaled(target, x.RowPointer(k), -l[row, k], k + 1);
            float scale = 1 / l[row, row];
            for (int col = 0; col < row; col++) target[col] *= scale;
            target[row] = scale;
        }
    }

    private static float Dot(float* x, float* y, int n)
    {
        Vector<float> sum = default;
        int i = 0, lanes = Vector<float>.Count;
        for (; i <= n - lanes; i += lanes) sum += Vector.Load(x + i) * Vector.Load(y + i);
        float rest = Vector.Sum(sum);
        for (; i < n; i++) rest += x[i] * y[i];
        return rest;
    }

    private static void AddScaled(float* target, float* x, float factor, int n)
    {
        Vector<float> factors = new(factor);
        int i = 0, lanes = Vector<float>.Count;
        for (; i <= n - lanes; i += lanes)
            Vector.Store(Vector.Load(target + i) + factors * Vector.Load(x + i), target + i);
        for (; i < n; i++) target[i] += factor * x[i];
    }

    private static void MirrorLower(MatrixView a, WorkerTeam team)
    {
        MirrorJob job = new() { Square = a };
        team.Run(ref job, (a.Rows + SmallBlock - 1) / SmallBlock);
    }

    private struct MirrorJob : IParallelJob
    {
        internal MatrixView Square;

        public readonly void Run(int chunk)
        {
            int first = chunk * SmallBlock, end = Math.Min(Square.Rows, first + SmallBlock);
            for (int tile = first; tile < Square.Rows; tile += SmallBlock)
                for (int row = first; row < end; row++)
                    for (int col = Math.Max(tile, row + 1); col < Math.Min(Square.Rows, tile + SmallBlock); col++) Square[row, col] = Square[col, row];
        }
    }

    /// <summary>X_kk = L_kk⁻¹, a block a chunk.</summary>
    private struct InverseDiagonal : IParallelJob
    {
        internal MatrixView L, X;

        public readonly void Run(int chunk)
        {
            int first = chunk * Block, size = Math.Min(Block, L.Rows - first);
            InvertTriangle(Part(L, first, size, first, size), Part(X, first, size, first, size));
        }
    }

    /// <summary>What is below the diagonal of X = L⁻¹, a block of columns a chunk: X_ik = −X_ii Σ_{k ≤ j &lt; i} L_ij X_jk.</summary>
    private struct InverseColumns : IParallelJob
    {
        internal MatrixView L, X;
        internal CancellationToken Cancel;

        public readonly void Run(int chunk)
        {
            int n = L.Rows, first = chunk * Block, size = Math.Min(Block, n - first);
            using NativeBuffer<float> sums = new(Block * Block, zeroed: false);
            for (int row = first + Block; row < n; row += Block)
            {
                Cancel.ThrowIfCancellationRequested();
                int rows = Math.Min(Block, n - row);
                MatrixView sum = new(sums.Pointer, rows, size);
                Gemm.Multiply(Transpose.No, Part(L, row, rows, first, row - first), Transpose.No, Part(X, first, row - first, first, size), sum, accumulate: false, WorkerTeam.Single);
                for (float* at = sums.Pointer, end = at + sum.Count; at < end; at++) *at = -*at;
                Gemm.Multiply(Transpose.No, Part(X, row, rows, row, rows), Transpose.No, sum, Part(X, row, rows, first, size), accumulate: false, WorkerTeam.Single);
            }
        }
    }
}
