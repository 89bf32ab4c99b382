using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Batch normalisation: γ (x − μ) / √(σ² + ε) + β, column by column.</summary>
    /// <param name="x">Shape [n, c].</param>
    /// <param name="state">Statistics and learned numbers of this layer, c wide.</param>
    /// <returns>Shape [n, c]. In training μ and σ² (divisor n) are those of the batch, and the running ones move towards them;
    /// in scoring they are the running ones, so that a row's result does not depend on its neighbours.</returns>
    /// <remarks>Ioffe and Szegedy, ICML 2015, algorithms 1 and 2.</remarks>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Tensor BatchNorm(Tensor x, BatchStatistics state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (x.Cols != state.RunningMean.Shape.Cols) Throw.OperandCols("The input of batch normalisation", state.RunningMean.Shape.Cols, x.Shape);
        Tensor normal = Rent<StandardizeOperator>().Forward(x, state);
        return state.Gain is null ? normal : normal * Use(state.Gain) + Use(state.Bias!);
    }
}

/// <summary>y = (x − μ) r with r = 1 / √(σ² + ε). Backward in training: dx = r (dy − mean(dy) − y · mean(dy ⊙ y)), in scoring dx = r dy.</summary>
internal sealed unsafe class StandardizeOperator : Operator
{
    private Tensor _x;
    private MatrixView _mean, _scale;       // μ and r, [1, c]
    private bool _ofBatch;

    public Tensor Forward(Tensor x, BatchStatistics state)
    {
        _x = x;
        _ofBatch = Tape.Training && x.Rows > 0;
        Tensor y = Tape.Record(this, x.Shape, x);
        _mean = Tape.AllocateMatrix(1, x.Cols);
        _scale = Tape.AllocateMatrix(1, x.Cols);
        MatrixView variance = _ofBatch ? MeasureBatch(state) : UseRunning(state);
        for (int c = 0; c < x.Cols; c++) _scale[0, c] = 1 / MathF.Sqrt(variance[0, c] + state.Epsilon);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Mean = _mean.Data, Scale = _scale.Data, Y = y.Value });
        return y;
    }

    public override void Backward()
    {
        MatrixView upstream = ResultGradient, means = Tape.AllocateMatrix(2, _x.Cols);
        if (_ofBatch) MeasureUpstream(upstream, means);
        else means.Clear();
        MatrixView target = Tape.GradientToWrite(_x, out bool add);
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel
        {
            Y = Result.Value, Upstream = upstream, Scale = _scale.Data, Means = means, Target = target, Add = add,
        });
    }

    private MatrixView UseRunning(BatchStatistics state)
    {
        state.RunningMean.Value.CopyTo(_mean);      // copied, because training may go on before Backward
        return state.RunningVariance.Value;
    }

    private MatrixView MeasureBatch(BatchStatistics state)
    {
        int rows = _x.Rows, cols = _x.Cols;
        MatrixView partials = Tape.AllocateMatrix(Tape.ChunkCount(rows, cols), cols), variance = Tape.AllocateMatrix(1, cols);
        ColumnSums.Of(Tape, _x.Value, _mean, accumulate: false);
        Divide(_mean.Data, cols, rows);
        Tape.ForRows(rows, cols, new SquaresKernel { X = _x.Value, Mean = _mean.Data, Partials = partials });
        ColumnSums.Finish(partials, variance, accumulate: false);
        Divide(variance.Data, cols, rows);
        float unbiased = rows / (float)Math.Max(1, rows - 1);
        Span<float> mean = state.RunningMean.Values, running = state.RunningVariance.Values;
        Span<float> newMean = state.RunningMean.Gradients, newRunning = state.RunningVariance.Gradients;
        for (int c = 0; c < cols; c++)
        {
            newMean[c] = _mean[0, c];
            newRunning[c] = variance[0, c] * unbiased;
            mean[c] += state.Momentum * (newMean[c] - mean[c]);
            running[c] += state.Momentum * (newRunning[c] - running[c]);
        }
        return variance;
    }

    /// <summary>means = (mean of dy, mean of dy ⊙ y) by column.</summary>
    private void MeasureUpstream(MatrixView upstream, MatrixView means)
    {
        int rows = _x.Rows, cols = _x.Cols, chunks = Tape.ChunkCount(rows, cols);
        MatrixView products = Tape.AllocateMatrix(chunks, cols);
        ColumnSums.Of(Tape, upstream, means.RowRange(0, 1), accumulate: false);
        Tape.ForRows(rows, cols, new ProductsKernel { Y = Result.Value, Upstream = upstream, Partials = products });
        ColumnSums.Finish(products, means.RowRange(1, 1), accumulate: false);
        Divide(means.RowPointer(0), cols, rows);
        Divide(means.RowPointer(1), cols, rows);
    }

    private static void Divide(float* sums, int cols, int rows)
    {
        for (int c = 0; c < cols; c++) sums[c] /= rows;
    }

    private struct SquaresKernel : IRowKernel
    {
        public MatrixView X, Partials;
        public float* Mean;

        public readonly void Run(int chunk, int first, int end)
        {
            float* sums = Partials.RowPointer(chunk);
            new Span<float>(sums, Partials.Cols).Clear();
            for (int r = first; r < end; r++) Add(X.RowPointer(r), sums);
        }

        private readonly void Add(float* x, float* sums)
        {
            int i = 0;
            for (; i <= X.Cols - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> distance = Vector.Load(x + i) - Vector.Load(Mean + i);
                Vector.Store(Vector.Load(sums + i) + distance * distance, sums + i);
            }
            for (; i < X.Cols; i++) sums[i] += (x[i] - Mean[i]) * (x[i] - Mean[i]);
        }
    }

    private struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Y;
        public float* Mean, Scale;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) Map(X.RowPointer(r), Y.RowPointer(r));
        }

        private readonly void Map(float* x, float* y)
        {
            int i = 0;
            for (; i <= X.Cols - Vector<float>.Count; i += Vector<float>.Count)
                Vector.Store((Vector.Load(x + i) - Vector.Load(Mean + i)) * Vector.Load(Scale + i), y + i);
            for (; i < X.Cols; i++) y[i] = (x[i] - Mean[i]) * Scale[i];
        }
    }

    private struct ProductsKernel : IRowKernel
    {
        public MatrixView Y, Upstream, Partials;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
                RowMath.Multiply(Y.RowPointer(r), Upstream.RowPointer(r), Partials.RowPointer(chunk), Y.Cols, add: r > first);
        }
    }

    private struct BackwardKernel : IRowKernel
    {
        public MatrixView Y, Upstream, Means, Target;
        public float* Scale;
        public bool Add;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) Map(Y.RowPointer(r), Upstream.RowPointer(r), Means.RowPointer(0), Means.RowPointer(1), Target.RowPointer(r));
        }

        private readonly void Map(float* y, float* upstream, float* mean, float* product, float* target)
        {
            int i = 0;
            for (; i <= Y.Cols - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> centred = Vector.Load(upstream + i) - Vector.Load(mean + i) - Vector.Load(y + i) * Vector.Load(product + i);
                Vector<float> share = centred * Vector.Load(Scale + i);
                Vector.Store(Add ? Vector.Load(target + i) + share : share, target + i);
            }
            for (; i < Y.Cols; i++)
                target[i] = (Add ? target[i] : 0) + (upstream[i] - mean[i] - y[i] * product[i]) * Scale[i];
        }
    }
}
