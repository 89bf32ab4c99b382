namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>The sum of each row, shape [n, 1].</summary>
    public Tensor SumRows(Tensor x) => Rent<SumRowsOperator>().Forward(x, 1);

    /// <summary>The mean of each row, shape [n, 1]; NaN if there are no columns.</summary>
    public Tensor MeanRows(Tensor x) => Rent<SumRowsOperator>().Forward(x, 1f / x.Cols);
}

internal sealed class SumRowsOperator : Operator
{
    private Tensor _x;
    private float _scale;

    public Tensor Forward(Tensor x, float scale)
    {
        (_x, _scale) = (x, scale);
        Tensor y = Tape.Record(this, new Shape(x.Rows, 1), x);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Y = y.Value, Scale = scale });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool add);
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel { Upstream = ResultGradient, Target = target, Add = add, Scale = _scale });
    }

    private unsafe struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Y;
        public float Scale;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) Y[r, 0] = Scale * RowMath.Sum(X.RowPointer(r), X.Cols);
        }
    }

    private unsafe struct BackwardKernel : IRowKernel
    {
        public MatrixView Upstream, Target;
        public bool Add;
        public float Scale;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) RowMath.Fill(Target.RowPointer(r), Target.Cols, Scale * Upstream[r, 0], Add);
        }
    }
}
