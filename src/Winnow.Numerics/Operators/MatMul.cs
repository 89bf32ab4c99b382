namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>op(A) · op(B).</summary>
    /// <param name="a">op(A) is [m, k].</param>
    /// <param name="b">op(B) is [k, n].</param>
    /// <param name="transA">Whether A enters transposed.</param>
    /// <param name="transB">Whether B enters transposed.</param>
    /// <returns>Shape [m, n].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor MatMul(Tensor a, Tensor b, Transpose transA = Transpose.No, Transpose transB = Transpose.No) =>
        Rent<MatMulOperator>().Forward(a, b, transA, transB);
}

/// <summary>C = op(A) · op(B). Backward: d op(A) = dC · op(B)ᵀ and d op(B) = op(A)ᵀ · dC, transposed where the operand was.</summary>
internal sealed class MatMulOperator : Operator
{
    private Tensor _a, _b;
    private Transpose _transA, _transB;

    public Tensor Forward(Tensor a, Tensor b, Transpose transA, Transpose transB)
    {
        (_a, _b, _transA, _transB) = (a, b, transA, transB);
        int m = transA == Transpose.No ? a.Rows : a.Cols, k = transA == Transpose.No ? a.Cols : a.Rows;
        int n = transB == Transpose.No ? b.Cols : b.Rows, k2 = transB == Transpose.No ? b.Rows : b.Cols;
        if (k != k2) Throw.InnerSizesDiffer(a.Shape, transA, b.Shape, transB);
        Tensor c = Tape.Record(this, new Shape(m, n), a, b);
        Gemm.Multiply(transA, a.Value, transB, b.Value, c.Value, accumulate: false, Tape.Team);
        return c;
    }

    public override void Backward()
    {
        if (_a.NeedsGradient)
        {
            MatrixView target = Tape.GradientToWrite(_a, out bool accumulate);
            if (_transA == Transpose.No) Gemm.Multiply(Transpose.No, ResultGradient, Other(_transB), _b.Value, target, accumulate, Tape.Team);
            else Gemm.Multiply(_transB, _b.Value, Transpose.Yes, ResultGradient, target, accumulate, Tape.Team);
        }
        if (_b.NeedsGradient)
        {
            MatrixView target = Tape.GradientToWrite(_b, out bool accumulate);
            if (_transB == Transpose.No) Gemm.Multiply(Other(_transA), _a.Value, Transpose.No, ResultGradient, target, accumulate, Tape.Team);
            else Gemm.Multiply(Transpose.Yes, ResultGradient, _transA, _a.Value, target, accumulate, Tape.Team);
        }
    }

    private static Transpose Other(Transpose transpose) => transpose == Transpose.No ? Transpose.Yes : Transpose.No;
}
