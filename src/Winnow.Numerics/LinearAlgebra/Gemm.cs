namespace Winnow.Numerics;

/// <summary>Matrix products on the processor.</summary>
/// <remarks>The k products of one output element are added in an order that depends on the shapes only, never on the number of
/// threads: same input, same bits. The result must not overlap the factors. Safe from any thread.</remarks>
public static class Gemm
{
    /// <summary>C = op(A) · op(B), or C += op(A) · op(B).</summary>
    /// <param name="transA">Whether A enters transposed.</param>
    /// <param name="a">op(A) is [m, k].</param>
    /// <param name="transB">Whether B enters transposed.</param>
    /// <param name="b">op(B) is [k, n].</param>
    /// <param name="c">[m, n]. Any of the sizes may be 0; k = 0 gives zeros.</param>
    /// <param name="accumulate">Whether the product is added to C instead of replacing it.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps a factor.</exception>
    public static void Multiply(
        Transpose transA, MatrixView a, Transpose transB, MatrixView b, MatrixView c, bool accumulate, WorkerTeam team) =>
        Multiply(transA, a, transB, b, c, accumulate, default(NoEpilogue), team);

    /// <summary>C = epilogue(op(A) · op(B)), or C = epilogue(C + op(A) · op(B)), the epilogue applied tile by tile.</summary>
    /// <inheritdoc cref="Multiply(Transpose, MatrixView, Transpose, MatrixView, MatrixView, bool, WorkerTeam)"/>
    public static void Multiply<TEpilogue>(
        Transpose transA, MatrixView a, Transpose transB, MatrixView b, MatrixView c, bool accumulate, TEpilogue epilogue,
        WorkerTeam team)
        where TEpilogue : struct, IGemmEpilogue
    {
        ArgumentNullException.ThrowIfNull(team);
        (int m, int k) = transA == Transpose.No ? (a.Rows, a.Cols) : (a.Cols, a.Rows);
        (int k2, int n) = transB == Transpose.No ? (b.Rows, b.Cols) : (b.Cols, b.Rows);
        if (k != k2 || c.Rows != m || c.Cols != n) Throw.ProductShapes(m, k, k2, n, c);
        if (c.Overlaps(a) || c.Overlaps(b)) Throw.ProductAliases();
        if (c.Count == 0) return;
        if (k == 0)
        {
            if (!accumulate) c.Clear();
            epilogue.Apply(c, 0, 0);
        }
        else if (n == 1 || (m == 1 && transB == Transpose.Yes))
        {
            MultiplyVector(transA, a, transB, b, c, accumulate, team);
            epilogue.Apply(c, 0, 0);
        }
        else
        {
            BlockedProduct.Multiply(GemmOperand.Of(transA, a), GemmOperand.Of(transB, b), c, k, accumulate, epilogue, team);
        }
    }

    /// <summary>Products in which one factor is a vector: nothing is used twice, so nothing is packed.</summary>
    private static unsafe void MultiplyVector(
        Transpose transA, MatrixView a, Transpose transB, MatrixView b, MatrixView c, bool accumulate, WorkerTeam team)
    {
        if (c.Cols > 1) ThinProduct.Multiply(b, ThinProduct.Gather(a), c.Data, 1, accumulate, team);
        else if (transA == Transpose.No) ThinProduct.Multiply(a, ThinProduct.Gather(b), c.Data, c.Stride, accumulate, team);
        else ThinProduct.MultiplyTransposed(a, GemmOperand.Of(transB, b), c, accumulate, team);
    }
}
