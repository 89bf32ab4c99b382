using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>The softmax of each row: e^xᵢ / Σⱼ e^xⱼ, computed from x − max x so that nothing overflows.</summary>
    /// <param name="x">Shape [n, c].</param>
    /// <returns>Shape [n, c]; each row is positive and sums to 1. A row with a NaN becomes NaN.</returns>
    public Tensor Softmax(Tensor x) => Rent<SoftmaxOperator>().Forward(x);
}

internal sealed unsafe class SoftmaxOperator : Operator
{
    private Tensor _x;

    public Tensor Forward(Tensor x)
    {
        _x = x;
        Tensor y = Tape.Record(this, x.Shape, x);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Y = y.Value });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool add);
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel { Y = Result.Value, Upstream = ResultGradient, Target = target, Add = add });
    }

    /// <summary>y = softmax(x) of one row. Returns log Σ e^x.</summary>
    internal static float Row(float* x, float* y, int n)
    {
        float max = float.NegativeInfinity;
        for (int j = 0; j < n; j++) max = MathF.Max(max, x[j]);
        Vector<float> sums = default, shift = new(max);
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> e = Vector.Exp(Vector.Load(x + i) - shift);
            sums += e;
            Vector.Store(e, y + i);
        }
        if (i < n) Lanes.Store(Vector.Exp(Lanes.Load(x + i, n - i) - shift), y + i, n - i);
        float sum = Vector.Sum(sums);
        for (int j = i; j < n; j++) sum += y[j];
        float scale = 1 / sum;
        for (i = 0; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(y + i) * scale, y + i);
        for (; i < n; i++) y[i] *= scale;
        return max + MathF.Log(sum);
    }

    private struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Y;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) Row(X.RowPointer(r), Y.RowPointer(r), X.Cols);
        }
    }

    /// <summary>dx = y ⊙ (dy − Σ dy·y).</summary>
    private struct BackwardKernel : IRowKernel
    {
        public MatrixView Y, Upstream, Target;
        public bool Add;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                float* y = Y.RowPointer(r), upstream = Upstream.RowPointer(r), target = Target.RowPointer(r);
                float mean = RowMath.Dot(y, upstream, Y.Cols);
                for (int c = 0; c < Y.Cols; c++) target[c] = (Add ? target[c] : 0) + y[c] * (upstream[c] - mean);
            }
        }
    }
}
