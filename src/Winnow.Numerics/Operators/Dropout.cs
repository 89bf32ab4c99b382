using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>In training, sets each element to 0 with probability <paramref name="rate"/> and divides the others by 1 − rate, so that the
    /// mean stays; in scoring, returns <paramref name="x"/> itself.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">Share of elements to drop, in [0, 1).</param>
    /// <remarks>Srivastava et al., JMLR 15, 2014 (the inverted form). Which elements fall depends on <see cref="Random"/>, the number of
    /// random operators recorded before and the position of the element; not on threads.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    public Tensor Dropout(Tensor x, float rate)
    {
        if (!(rate >= 0 && rate < 1)) Throw.RateOutOfRange(rate);
        return Training && rate > 0 ? Rent<DropoutOperator>().Forward(x, rate) : x;
    }
}

internal sealed class DropoutOperator : Operator
{
    private Tensor _x;
    private MatrixView _mask;       // 0, or 1 / (1 − rate)

    public Tensor Forward(Tensor x, float rate)
    {
        _x = x;
        Tensor y = Tape.Record(this, x.Shape, x);
        _mask = Tape.AllocateMatrix(x.Rows, x.Cols);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Y = y.Value, Mask = _mask, Rate = rate, Stream = Tape.NextStream() });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool accumulate);
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel { Mask = _mask, Upstream = ResultGradient, Target = target, Accumulate = accumulate });
    }

    private unsafe struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Y, Mask;
        public float Rate;
        public RandomStream Stream;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                Stream.FillUniform(Mask.Row(r), 0, 1, (ulong)r * (ulong)X.Cols);
                Map(X.RowPointer(r), Mask.RowPointer(r), Y.RowPointer(r), X.Cols);
            }
        }

        private readonly void Map(float* x, float* mask, float* y, int n)
        {
            Vector<float> keep = new(1 / (1 - Rate)), rate = new(Rate);
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> factor = Vector.ConditionalSelect(Vector.LessThan(Vector.Load(mask + i), rate), Vector<float>.Zero, keep);
                Vector.Store(factor, mask + i);
                Vector.Store(Vector.Load(x + i) * factor, y + i);
            }
            for (; i < n; i++)
            {
                mask[i] = mask[i] < Rate ? 0 : keep[0];
                y[i] = x[i] * mask[i];
            }
        }
    }

    private unsafe struct BackwardKernel : IRowKernel
    {
        public MatrixView Mask, Upstream, Target;
        public bool Accumulate;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
                RowMath.Multiply(Upstream.RowPointer(r), Mask.RowPointer(r), Target.RowPointer(r), Mask.Cols, Accumulate);
        }
    }
}
