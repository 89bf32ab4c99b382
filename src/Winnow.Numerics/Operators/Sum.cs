namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>The sum of all elements, shape [1, 1].</summary>
    public Tensor Sum(Tensor x) => Rent<SumOperator>().Forward(x, 1);

    /// <summary>The mean of all elements, shape [1, 1]; NaN if there are none.</summary>
    public Tensor Mean(Tensor x) => Rent<SumOperator>().Forward(x, 1.0 / x.Shape.Count);
}

internal sealed unsafe class SumOperator : Operator
{
    private Tensor _x;
    private double _scale;

    public Tensor Forward(Tensor x, double scale)
    {
        (_x, _scale) = (x, scale);
        Tensor y = Tape.Record(this, new Shape(1, 1), x);
        int chunks = Tape.ChunkCount(x.Rows, x.Cols);
        double* partials = Tape.Allocate<double>(chunks);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Partials = partials });
        y.Value[0, 0] = (float)(scale * LossTerms.Sum(new ReadOnlySpan<double>(partials, chunks)));
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool add);
        float share = (float)(_scale * ResultGradient[0, 0]);
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel { Target = target, Add = add, Share = share });
    }

    private struct ForwardKernel : IRowKernel
    {
        public MatrixView X;
        public double* Partials;

        public readonly void Run(int chunk, int first, int end)
        {
            double sum = 0;
            if (X.IsContiguous) sum = RowMath.Sum(X.RowPointer(first), (end - first) * X.Cols);
            else
                for (int r = first; r < end; r++) sum += RowMath.Sum(X.RowPointer(r), X.Cols);
            Partials[chunk] = sum;
        }
    }

    private struct BackwardKernel : IRowKernel
    {
        public MatrixView Target;
        public bool Add;
        public float Share;

        public readonly void Run(int chunk, int first, int end)
        {
            RowSteps steps = new(first, end, Target.Cols, Target.IsContiguous);
            for (int r = first; r < end; r += steps.Rows) RowMath.Fill(Target.RowPointer(r), steps.Length, Share, Add);
        }
    }
}
