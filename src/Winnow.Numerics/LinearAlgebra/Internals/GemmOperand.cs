namespace Winnow.Numerics;

/// <summary>A factor as the kernels see it, the transpose resolved into two distances.</summary>
/// <param name="Address">Of element (0, 0); a number, because records cannot hold pointers.</param>
/// <param name="RowStep">Distance between rows of op(X), in floats.</param>
/// <param name="ColStep">Distance between columns of op(X), in floats; one of the two distances is 1.</param>
internal readonly unsafe record struct GemmOperand(nint Address, nint RowStep, nint ColStep)
{
    internal float* Data => (float*)Address;

    internal static GemmOperand Of(Transpose transpose, MatrixView x) =>
        transpose == Transpose.No ? new((nint)x.Data, x.Stride, 1) : new((nint)x.Data, 1, x.Stride);

    internal float* At(nint row, nint col) => Data + row * RowStep + col * ColStep;
}
