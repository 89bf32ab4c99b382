using Winnow.Numerics;

namespace Winnow.Benchmarks.Training;

/// <summary>The matrix products of one training step of the hidden layers and nothing else: the limit of the step.</summary>
internal sealed unsafe class StepProducts : IDisposable
{
    private readonly List<Layer> _layers = [];
    private readonly WorkerTeam _team;

    internal StepProducts(CtrNet net, WorkerTeam team)
    {
        _team = team;
        int width = CtrNet.Fields * CtrNet.EmbeddingDim + CtrNet.Dense;
        foreach (int hidden in net.Hidden)
        {
            _layers.Add(new Layer(width, hidden));
            width = hidden;
        }
    }

    /// <summary>y = x · W for each layer.</summary>
    internal void Forward()
    {
        foreach (Layer layer in _layers) Multiply(Transpose.No, layer.X.View, Transpose.No, layer.W.View, layer.Y.View);
    }

    /// <summary>Also dW = xᵀ · dy and dx = dy · Wᵀ for each layer.</summary>
    internal void ForwardAndBackward()
    {
        Forward();
        foreach (Layer layer in _layers)
        {
            Multiply(Transpose.Yes, layer.X.View, Transpose.No, layer.Y.View, layer.Dw.View);
            Multiply(Transpose.No, layer.Y.View, Transpose.Yes, layer.W.View, layer.Dx.View);
        }
    }

    public void Dispose()
    {
        foreach (Layer layer in _layers)
            foreach (Matrix matrix in (Matrix[])[layer.X, layer.W, layer.Y, layer.Dw, layer.Dx]) matrix.Memory.Dispose();
    }

    private void Multiply(Transpose transA, MatrixView a, Transpose transB, MatrixView b, MatrixView c) =>
        Winnow.Numerics.Gemm.Multiply(transA, a, transB, b, c, accumulate: false, _team);

    private sealed record Layer(Matrix X, Matrix W, Matrix Y, Matrix Dw, Matrix Dx)
    {
        internal Layer(int from, int to)
            : this(new(CtrNet.Batch, from), new(from, to), new(CtrNet.Batch, to), new(from, to), new(CtrNet.Batch, from))
        {
        }
    }

    private sealed record Matrix(NativeBuffer<float> Memory, int Rows, int Cols)
    {
        internal Matrix(int rows, int cols) : this(new NativeBuffer<float>((nuint)rows * (nuint)cols), rows, cols) =>
            new RandomStream(1, "products").FillUniform(Memory.Span, -0.1f, 0.1f);

        internal MatrixView View => new(Memory.Pointer, Rows, Cols);
    }
}
