using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Layer normalisation: γ (x − μ) / √(σ² + ε) + β, where μ and σ² (divisor c) are those of each row.</summary>
    /// <param name="x">Shape [n, c].</param>
    /// <param name="gain">γ, shape [1, c].</param>
    /// <param name="bias">β, shape [1, c].</param>
    /// <param name="epsilon">ε, positive.</param>
    /// <returns>Shape [n, c]. The same in training and scoring.</returns>
    /// <remarks>Ba, Kiros and Hinton, arXiv:1607.06450, section 3.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor LayerNorm(Tensor x, Parameter gain, Parameter bias, float epsilon = 1e-5f) => LayerNorm(x, Use(gain), Use(bias), epsilon);

    /// <inheritdoc cref="LayerNorm(Tensor, Parameter, Parameter, float)"/>
    public Tensor LayerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon = 1e-5f)
    {
        Shape expected = new(1, x.Cols);
        if (gain.Rows != 1 || gain.Cols != x.Cols) Throw.OperandShape("The gain", expected, gain.Shape);
        if (bias.Rows != 1 || bias.Cols != x.Cols) Throw.OperandShape("The bias", expected, bias.Shape);
        return Rent<LayerNormOperator>().Forward(x, gain, bias, Ranges.Positive(epsilon, nameof(epsilon)));
    }
}

/// <summary>Keeps z = (x − μ) r and r = 1 / √(σ² + ε). Backward with g = dy ⊙ γ: dx = r (g − mean(g) − z · mean(g ⊙ z)) by row.</summary>
internal sealed unsafe class LayerNormOperator : Operator
{
    private Tensor _x, _gain, _bias;
    private MatrixView _normal, _scale;

    public Tensor Forward(Tensor x, Tensor gain, Tensor bias, float epsilon)
    {
        (_x, _gain, _bias) = (x, gain, bias);
        Tensor y = Tape.Record(this, x.Shape, x, gain, bias);
        _normal = Tape.AllocateMatrix(x.Rows, x.Cols);
        _scale = Tape.AllocateMatrix(x.Rows, 1);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel
        {
            X = x.Value, Normal = _normal, Scale = _scale, Y = y.Value, Gain = gain.Value.Data, Bias = bias.Value.Data, Epsilon = epsilon,
        });
        return y;
    }

    public override void Backward()
    {
        int chunks = Tape.ChunkCount(_x.Rows, _x.Cols);
        MatrixView gains = Tape.AllocateMatrix(chunks, _x.Cols), slopes = Tape.AllocateMatrix(chunks, _x.Cols);
        bool add = false;
        MatrixView target = _x.NeedsGradient ? Tape.GradientToWrite(_x, out add) : default;
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel
        {
            Normal = _normal, Scale = _scale, Upstream = ResultGradient, Gain = _gain.Value.Data, Gains = gains, Slopes = slopes,
            Target = target, Add = add, WantsTarget = _x.NeedsGradient,
        });
        if (_gain.NeedsGradient) ColumnSums.Finish(gains, Tape.GradientToWrite(_gain, out bool addGain), addGain);
        if (_bias.NeedsGradient) ColumnSums.Of(Tape, ResultGradient, Tape.GradientToWrite(_bias, out bool addBias), addBias);
    }

    private struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Normal, Scale, Y;
        public float* Gain, Bias;
        public float Epsilon;

        public readonly void Run(int chunk, int first, int end)
        {
            int n = X.Cols;
            for (int r = first; r < end; r++)
            {
                float* normal = Normal.RowPointer(r), y = Y.RowPointer(r);
                Shift(X.RowPointer(r), normal, RowMath.Sum(X.RowPointer(r), n) / n);
                float scale = 1 / MathF.Sqrt(RowMath.Dot(normal, normal, n) / n + Epsilon);
                Scale[r, 0] = scale;
                Finish(normal, y, scale);
            }
        }

        private readonly void Shift(float* x, float* normal, float mean)
        {
            int i = 0;
            for (; i <= X.Cols - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(x + i) - new Vector<float>(mean), normal + i);
            for (; i < X.Cols; i++) normal[i] = x[i] - mean;
        }

        private readonly void Finish(float* normal, float* y, float scale)
        {
            int i = 0;
            for (; i <= X.Cols - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> z = Vector.Load(normal + i) * scale;
                Vector.Store(z, normal + i);
                Vector.Store(z * Vector.Load(Gain + i) + Vector.Load(Bias + i), y + i);
            }
            for (; i < X.Cols; i++)
            {
                normal[i] *= scale;
                y[i] = normal[i] * Gain[i] + Bias[i];
            }
        }
    }

    private struct BackwardKernel : IRowKernel
    {
        public MatrixView Normal, Scale, Upstream, Gains, Slopes, Target;
        public float* Gain;
        public bool Add, WantsTarget;

        public readonly void Run(int chunk, int first, int end)
        {
            int n = Normal.Cols;
            float* slopes = Slopes.RowPointer(chunk);       // g of one row
            for (int r = first; r < end; r++)
            {
                float* normal = Normal.RowPointer(r), upstream = Upstream.RowPointer(r);
                RowMath.Multiply(upstream, normal, Gains.RowPointer(chunk), n, add: r > first);
                if (!WantsTarget) continue;
                RowMath.Multiply(upstream, Gain, slopes, n, add: false);
                float mean = RowMath.Sum(slopes, n) / n, product = RowMath.Dot(slopes, normal, n) / n, scale = Scale[r, 0];
                float* target = Target.RowPointer(r);
                for (int c = 0; c < n; c++) target[c] = (Add ? target[c] : 0) + scale * (slopes[c] - mean - normal[c] * product);
            }
        }
    }
}
