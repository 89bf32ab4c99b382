namespace Winnow.Numerics;

/// <summary>Products of sparse matrices of which only the largest elements of each row are wanted: the engine of neighbourhood models.</summary>
public static class SparseTopK
{
    /// <summary>S = formula(A · diag(weights) · B), of each row the <paramref name="k"/> largest elements that are not 0.</summary>
    /// <param name="a">[n, m].</param>
    /// <param name="b">[m, p].</param>
    /// <param name="k">Elements to keep of a row, at least 1.</param>
    /// <param name="formula">What becomes of an element; applied to elements whose product is not 0.</param>
    /// <param name="skipDiagonal">Whether elements (i, i) are left out.</param>
    /// <param name="team">The threads that share the rows.</param>
    /// <param name="weights">A factor of each column of A, shape [m]; null: all 1. Where it says all, leave A and B binary: that is
    /// several times as fast as values.</param>
    /// <param name="progress">Told the share that is done, in [0, 1]; null: nobody is.</param>
    /// <param name="equal">Which of equal elements are kept.</param>
    /// <param name="cancel">Stops between two blocks of rows.</param>
    /// <returns>[n, p]. The same bits for any number of threads.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">More than 2³¹ − 1 elements would be kept.</exception>
    /// <remarks>Row by row with one dense accumulator a thread (Gustavson, ACM TOMS 4(3), 1978): whole numbers if both matrices are
    /// binary and there are no weights, else float64, added in the order of the columns of A. O(Σ over entries (i, u) of A of the length of row u of B) time;
    /// memory beside the result: 16 bytes a column and thread.</remarks>
    public static CsrMatrix Product<TFormula>(
        CsrMatrix a, CsrMatrix b, int k, TFormula formula, bool skipDiagonal, WorkerTeam team, double[]? weights = null, IProgress<double>? progress = null,
        EqualElements equal = EqualElements.LowerColumns, CancellationToken cancel = default)
        where TFormula : struct, IProductFormula
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (a.Cols != b.Rows) throw new ArgumentException($"A is {a.Rows} × {a.Cols}, B {b.Rows} × {b.Cols}; the columns of A must be the rows of B.");
        if (weights is not null && weights.Length != a.Cols) throw new ArgumentException($"{weights.Length} weights came for {a.Cols} columns of A.", nameof(weights));
        k = Math.Max(1, Math.Min(k, b.Cols));
        ProductTask task = new(a, b, weights, k, skipDiagonal, progress, cancel);
        if (equal == EqualElements.AsNumpyPartitions)
        {
            NumpyLargestJob<TFormula> asNumpy = new(task, formula);
            return task.Run(ref asNumpy, team);
        }
        if (a.IsBinary && b.IsBinary && weights is null)
        {
            LargestJob<int, TFormula> counts = new(task, formula);
            return task.Run(ref counts, team);
        }
        LargestJob<double, TFormula> sums = new(task, formula);
        return task.Run(ref sums, team);
    }

    internal static CsrMatrix Join(int rows, int cols, int[] lengths, (int[] Columns, float[] Values)[] parts)
    {
        int[] starts = new int[rows + 1];
        long entries = 0;
        for (int row = 0; row < rows; row++)
        {
            entries += lengths[row];
            if (entries > Array.MaxLength) throw new InvalidOperationException($"The product keeps more than {Array.MaxLength} elements; keep fewer of each row.");
            starts[row + 1] = (int)entries;
        }
        int[] columns = new int[(int)entries];
        float[] values = new float[(int)entries];
        int at = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i].Columns.CopyTo(columns, at);
            parts[i].Values.CopyTo(values, at);
            at += parts[i].Columns.Length;
            parts[i] = default;
        }
        return CsrMatrix.Unchecked(rows, cols, starts, columns, values);
    }
}
