namespace Winnow.Numerics;

/// <summary>The matrix product as the textbook writes it; what every fast path is tested against.</summary>
internal static class GemmReference
{
    /// <summary>C = op(A) · op(B), or C += op(A) · op(B); see <see cref="Gemm"/>.</summary>
    internal static void Multiply(Transpose transA, MatrixView a, Transpose transB, MatrixView b, MatrixView c, bool accumulate)
    {
        int depth = transA == Transpose.No ? a.Cols : a.Rows;
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Cols; j++)
            {
                float sum = accumulate ? c[i, j] : 0;
                for (int k = 0; k < depth; k++)
                    sum += (transA == Transpose.No ? a[i, k] : a[k, i]) * (transB == Transpose.No ? b[k, j] : b[j, k]);
                c[i, j] = sum;
            }
        }
    }
}
