namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Mean cross-entropy of the softmax of each row with the class of that row.</summary>
    /// <param name="logits">Shape [n, classes], n at least 1.</param>
    /// <param name="labels">n class numbers in [0, classes).</param>
    /// <returns>Shape [1, 1]: Σᵢ (log Σⱼ e^zᵢⱼ − zᵢ,label) / n.</returns>
    /// <exception cref="ArgumentException">There is no row, or not one label for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> labels)
    {
        if (logits.Rows == 0) Throw.OperandCols("Logits of at least one example", logits.Cols, logits.Shape);
        if (labels.Length != logits.Rows) Throw.RowsDiffer(logits.Rows, labels.Length);
        foreach (int label in labels)
            if ((uint)label >= (uint)logits.Cols) Throw.LabelOutOfRange(label, logits.Cols);
        return Rent<CrossEntropyOperator>().Forward(logits, labels);
    }
}

/// <summary>Computes dz = (softmax(z) − label) / n together with the loss.</summary>
internal sealed unsafe class CrossEntropyOperator : Operator
{
    private Tensor _logits;
    private MatrixView _slopes;

    public Tensor Forward(Tensor logits, ReadOnlySpan<int> labels)
    {
        _logits = logits;
        Tensor loss = Tape.Record(this, new Shape(1, 1), logits);
        _slopes = Tape.AllocateMatrix(logits.Rows, logits.Cols);
        int chunks = Tape.ChunkCount(logits.Rows, logits.Cols);
        double* partials = Tape.Allocate<double>(chunks);
        fixed (int* labels0 = labels)
        {
            Tape.ForRows(logits.Rows, logits.Cols, new ForwardKernel
            {
                Logits = logits.Value, Slopes = _slopes, Labels = labels0, Partials = partials,
            });
        }
        loss.Value[0, 0] = (float)(LossTerms.Sum(new ReadOnlySpan<double>(partials, chunks)) / logits.Rows);
        return loss;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_logits, out bool add);
        float scale = ResultGradient[0, 0] / _logits.Rows;
        Tape.ForRows(target.Rows, target.Cols, new BackwardKernel { Slopes = _slopes, Target = target, Scale = scale, Add = add });
    }

    private struct ForwardKernel : IRowKernel
    {
        public MatrixView Logits, Slopes;
        public int* Labels;
        public double* Partials;

        public readonly void Run(int chunk, int first, int end)
        {
            double sum = 0;
            for (int r = first; r < end; r++)
            {
                sum += SoftmaxOperator.Row(Logits.RowPointer(r), Slopes.RowPointer(r), Logits.Cols) - Logits[r, Labels[r]];
                Slopes[r, Labels[r]] -= 1;
            }
            Partials[chunk] = sum;
        }
    }

    private struct BackwardKernel : IRowKernel
    {
        public MatrixView Slopes, Target;
        public float Scale;
        public bool Add;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
                for (int c = 0; c < Target.Cols; c++) Target[r, c] = (Add ? Target[r, c] : 0) + Scale * Slopes[r, c];
        }
    }
}
