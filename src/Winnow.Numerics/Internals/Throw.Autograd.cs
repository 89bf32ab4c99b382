using System.Diagnostics.CodeAnalysis;

namespace Winnow.Numerics;

internal static partial class Throw
{
    [DoesNotReturn]
    internal static void ShapeNegative(int rows, int fields, int width) => throw new ArgumentOutOfRangeException(
        nameof(rows), $"Sizes must not be negative and a row must hold fewer than 2³¹ numbers; got [{rows}, {fields}, {width}].");

    [DoesNotReturn]
    internal static void TensorIsDefault() => throw new InvalidOperationException(
        "This tensor was never made. Take tensors from a tape: Input, Use, or an operator.");

    [DoesNotReturn]
    internal static void TensorIsStale() => throw new InvalidOperationException(
        "This tensor belongs to a step that is over: its tape was reset. Copy what must outlive the step before Reset.");

    [DoesNotReturn]
    internal static void NotScalar(Shape shape) => throw new InvalidOperationException(
        $"Expected a single number, got a tensor of shape {shape}. Reduce it first, for example with Mean or a loss.");

    [DoesNotReturn]
    internal static void NeedsNoGradient() => throw new InvalidOperationException(
        "This tensor has no gradient: it depends on no parameter and on no input made with needsGradient, or the tape does not record gradients.");

    [DoesNotReturn]
    internal static void NothingToDifferentiate() => throw new InvalidOperationException(
        "The loss depends on no parameter and on no input that needs a gradient. Check Tape.RecordsGradients and the model.");

    [DoesNotReturn]
    internal static void OtherTape() => throw new ArgumentException(
        "All tensors of one operator must live on one tape, the one it is called on.");

    [DoesNotReturn]
    internal static void OperandShape(string what, Shape expected, Shape actual) => throw new ArgumentException(
        $"{what} must have shape {expected}; got {actual}.");

    [DoesNotReturn]
    internal static void OperandCols(string what, int expected, Shape actual) => throw new ArgumentException(
        $"{what} must have {expected} columns; got shape {actual}.");

    [DoesNotReturn]
    internal static void NoBroadcast(Shape left, Shape right) => throw new ArgumentException(
        $"Shapes {left} and {right} do not go together. Rows and columns must be equal, or 1 on one side.");

    [DoesNotReturn]
    internal static void RowsDiffer(int expected, int actual) => throw new ArgumentException(
        $"All operands must have the same number of rows; got {expected} and {actual}.");

    [DoesNotReturn]
    internal static void RateOutOfRange(float rate) => throw new ArgumentOutOfRangeException(
        nameof(rate), rate, "The share of dropped elements must lie in [0, 1).");

    [DoesNotReturn]
    internal static void EmptyParameter(string name, Shape shape) => throw new ArgumentException(
        $"Parameter '{name}' has shape {shape}; it needs at least one element.");

    [DoesNotReturn]
    internal static void InnerSizesDiffer(Shape a, Transpose transA, Shape b, Transpose transB) => throw new ArgumentException(
        $"op(A) · op(B) does not hold for A {a} (transposed: {transA}) and B {b} (transposed: {transB}).");

    [DoesNotReturn]
    internal static void NothingToConcat() => throw new ArgumentException(
        "Concat got no tensors; it needs at least one.");

    [DoesNotReturn]
    internal static void LabelOutOfRange(int label, int classes) => throw new ArgumentOutOfRangeException(
        nameof(label), label, $"A class label must lie in [0, {classes}). Map raw labels to classes first.");

    [DoesNotReturn]
    internal static void GradientLength(string name, int actual, int expected) => throw new ArgumentException(
        $"Parameter '{name}' has {expected} numbers, but a gradient of {actual} came. Pass one number for each.");
}
