using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The largest singular values and vectors of a sparse matrix by random projection.</summary>
/// <param name="a">A, with at least as many rows as columns.</param>
/// <param name="transposed">Aᵀ.</param>
/// <param name="wanted">Number of values.</param>
/// <param name="oversampling">Random directions beyond that.</param>
internal sealed class RandomizedSvd(CsrMatrix a, CsrMatrix transposed, int wanted, int oversampling)
{
    /// <summary>Left vectors, [rows, wanted].</summary>
    public PinnedMatrix Left { get; } = new(a.Rows, wanted);

    /// <summary>Right vectors, [cols, wanted].</summary>
    public PinnedMatrix Right { get; } = new(a.Cols, wanted);

    /// <summary>Singular values, descending; zero beyond the rank.</summary>
    public float[] Values { get; } = new float[wanted];

    public void Run(int? powerIterations, RandomStream random, FitContext context)
    {
        int directions = Math.Min(wanted + oversampling, a.Cols), iterations = powerIterations ?? (wanted < 0.1 * a.Cols ? 7 : 4);
        if (directions == 0) return;
        PinnedMatrix tall = new(a.Rows, directions), narrow = new(a.Cols, directions);
        random.FillNormal(narrow.Values, 0, 1);
        for (int i = 0; i < iterations; i++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            MultiplyAndOrthonormalise(a, narrow, tall, context.Team);
            MultiplyAndOrthonormalise(transposed, tall, narrow, context.Team);
            context.Progress?.Report((i + 1.0) / (iterations + 1));
        }
        context.Cancel.ThrowIfCancellationRequested();
        MultiplyAndOrthonormalise(a, narrow, tall, context.Team);
        DecomposeProjection(tall, narrow, context.Team);
        context.Progress?.Report(1);
    }

    /// <summary>With Z = AᵀQ = P R (thin QR) and R = W Σ Xᵀ: A ≈ Q Zᵀ = (Q X) Σ (P W)ᵀ.</summary>
    private void DecomposeProjection(PinnedMatrix q, PinnedMatrix z, WorkerTeam team)
    {
        int n = q.Cols;
        SparseProduct.Multiply(transposed, q, z, team);
        PinnedMatrix p = new(z.Rows, n), r = new(n, n);
        z.Values.CopyTo(p.Values, 0);
        OrthonormalColumns.Make(p.View, team);
        Gemm.Multiply(Transpose.Yes, p.View, Transpose.No, z.View, r.View, accumulate: false, team);
        double[] columns = new double[n * n], values = new double[n], right = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) columns[j * n + i] = r.Row(i)[j];
        JacobiSvd.Decompose(columns, values, right);
        Combine(q, right, Left, team);
        Combine(p, columns, Right, team);
        for (int i = 0; i < Math.Min(n, wanted); i++) Values[i] = (float)values[i];
    }

    /// <summary>target = basis · the first columns of a square matrix that lies column by column; what is missing stays zero.</summary>
    private static void Combine(PinnedMatrix basis, double[] columns, PinnedMatrix target, WorkerTeam team)
    {
        int n = basis.Cols, count = Math.Min(n, target.Cols);
        PinnedMatrix weights = new(n, count);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < count; j++) weights.Row(i)[j] = (float)columns[j * n + i];
        Gemm.Multiply(Transpose.No, basis.View, Transpose.No, weights.View, target.View.Columns(0, count), accumulate: false, team);
    }

    private static void MultiplyAndOrthonormalise(CsrMatrix matrix, PinnedMatrix x, PinnedMatrix y, WorkerTeam team)
    {
        SparseProduct.Multiply(matrix, x, y, team);
        OrthonormalColumns.Make(y.View, team);
    }
}
