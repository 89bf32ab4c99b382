using Winnow.Numerics;

namespace Winnow.Benchmarks.Factorization;

/// <summary>The matrix products of one training step of a chain of linear layers, and nothing else: a limit of the step.</summary>
internal sealed class Products
{
    private readonly (MatrixView X, MatrixView Weight, MatrixView Y, MatrixView SlopeX, MatrixView SlopeWeight)[] _layers;
    private readonly List<NativeBuffer<float>> _owned = [];
    private readonly bool _needsInput;

    internal Products(int batch, int[] widths, bool needsInput)
    {
        _needsInput = needsInput;
        _layers = [.. Enumerable.Range(1, widths.Length - 1).Select(i => (
            Make(batch, widths[i - 1]), Make(widths[i - 1], widths[i]), Make(batch, widths[i]), Make(batch, widths[i - 1]), Make(widths[i - 1], widths[i])))];
    }

    internal void Run(WorkerTeam team)
    {
        foreach ((MatrixView x, MatrixView weight, MatrixView y, _, _) in _layers)
            Winnow.Numerics.Gemm.Multiply(Transpose.No, x, Transpose.No, weight, y, accumulate: false, team);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            (MatrixView x, MatrixView weight, MatrixView y, MatrixView slopeX, MatrixView slopeWeight) = _layers[i];
            Winnow.Numerics.Gemm.Multiply(Transpose.Yes, x, Transpose.No, y, slopeWeight, accumulate: false, team);
            if (i > 0 || _needsInput) Winnow.Numerics.Gemm.Multiply(Transpose.No, y, Transpose.Yes, weight, slopeX, accumulate: false, team);
        }
    }

    private unsafe MatrixView Make(int rows, int cols)
    {
        NativeBuffer<float> buffer = new((nuint)rows * (nuint)cols);
        _owned.Add(buffer);             // lives as long as the process: the views see its memory
        new RandomStream(1, "products").FillNormal(buffer.Span, 0, 1e-3f);
        return new MatrixView(buffer.Pointer, rows, cols);
    }
}
