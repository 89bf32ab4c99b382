using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>y = x / ‖x‖ row by row, zero where x is. Backward: dx = (dy − y (y · dy)) / ‖x‖.</summary>
internal sealed unsafe class NormalizedRows : Operator
{
    private Tensor _x;
    private float* _scales;

    public static Tensor Of(Tape tape, Tensor x) => tape.Rent<NormalizedRows>().Forward(x);

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool add);
        Tape.ForRows(target.Rows, 3 * target.Cols, new BackwardKernel { Y = Result.Value, Upstream = ResultGradient, Target = target, Scales = _scales, Add = add });
    }

    private Tensor Forward(Tensor x)
    {
        _x = x;
        Tensor y = Tape.Record(this, x.Shape, x);
        _scales = Tape.Allocate<float>(x.Rows);
        Tape.ForRows(x.Rows, 2 * x.Cols, new ForwardKernel { X = x.Value, Y = y.Value, Scales = _scales });
        return y;
    }

    private struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Y;
        public float* Scales;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) Scales[r] = FloatRows.Normalize(X.RowPointer(r), Y.RowPointer(r), X.Cols);
        }
    }

    private struct BackwardKernel : IRowKernel
    {
        public MatrixView Y, Upstream, Target;
        public float* Scales;
        public bool Add;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                float* y = Y.RowPointer(r), upstream = Upstream.RowPointer(r), target = Target.RowPointer(r);
                float along = FloatRows.Dot(y, upstream, Y.Cols);
                FloatRows.Write(upstream, Scales[r], target, Y.Cols, Add);
                FloatRows.AddScaled(y, -along * Scales[r], target, Y.Cols);
            }
        }
    }
}
