using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Mean binary cross-entropy (log loss) of logits, stable for logits of any size.</summary>
    /// <param name="logits">z, shape [n, 1], n at least 1.</param>
    /// <param name="labels">y, n numbers in [0, 1]; soft labels are allowed.</param>
    /// <param name="weights">w, n numbers not below 0 with a positive sum, or empty for all 1.</param>
    /// <returns>Shape [1, 1]: Σ wᵢ (max(zᵢ, 0) − zᵢyᵢ + log(1 + e^−|zᵢ|)) / Σ wᵢ. NaN if a logit is NaN or no weight is positive.</returns>
    /// <exception cref="ArgumentException">The logits are not one column of at least one row, or labels or weights are not n numbers.</exception>
    public Tensor BceWithLogits(Tensor logits, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        if (logits.Cols != 1 || logits.Rows == 0) Throw.OperandCols("Logits of at least one example", 1, logits.Shape);
        if (labels.Length != logits.Rows) Throw.RowsDiffer(logits.Rows, labels.Length);
        if (!weights.IsEmpty && weights.Length != logits.Rows) Throw.RowsDiffer(logits.Rows, weights.Length);
        return Rent<BceWithLogitsOperator>().Forward(logits, labels, weights);
    }
}

/// <summary>Computes dz = (σ(z) − y) w / Σw together with the loss, while the exponential is at hand.</summary>
internal sealed unsafe class BceWithLogitsOperator : Operator
{
    private Tensor _logits;
    private MatrixView _slopes;

    public Tensor Forward(Tensor logits, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        _logits = logits;
        int rows = logits.Rows, chunks = Tape.ChunkCount(rows, 1);
        Tensor loss = Tape.Record(this, new Shape(1, 1), logits);
        _slopes = Tape.AllocateMatrix(rows, 1);
        fixed (float* labels0 = labels, weights0 = weights)
        {
            double* partials = Tape.Allocate<double>(chunks);
            double total = weights.IsEmpty ? rows : LossTerms.Sum(weights);
            Tape.ForRows(rows, 1, new Kernel
            {
                Logits = logits.Value, Slopes = _slopes, Labels = labels0, Weights = weights0, Partials = partials, Scale = (float)(1 / total),
            });
            loss.Value[0, 0] = (float)(LossTerms.Sum(new ReadOnlySpan<double>(partials, chunks)) / total);
        }
        return loss;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_logits, out bool accumulate);
        float upstream = ResultGradient[0, 0];
        for (int r = 0; r < target.Rows; r++) target[r, 0] = (accumulate ? target[r, 0] : 0) + upstream * _slopes[r, 0];
    }

    private struct Kernel : IRowKernel
    {
        public MatrixView Logits, Slopes;
        public float* Labels, Weights;
        public double* Partials;
        public float Scale;

        public readonly void Run(int chunk, int first, int end)
        {
            double sum = 0;
            float* gathered = stackalloc float[Vector<float>.Count];
            for (int r = first; r < end; r += Vector<float>.Count)
            {
                int count = Math.Min(Vector<float>.Count, end - r);
                for (int i = 0; i < count; i++) gathered[i] = Logits[r + i, 0];
                Vector<float> losses = Losses(Lanes.Load(gathered, count), r, count);
                for (int i = 0; i < count; i++) sum += losses[i];
            }
            Partials[chunk] = sum;
        }

        private readonly Vector<float> Losses(Vector<float> z, int r, int count)
        {
            Vector<float> labels = Lanes.Load(Labels + r, count);
            Vector<float> e = Vector.Exp(-Vector.Abs(z));
            Vector<int> positive = Vector.GreaterThanOrEqual(z, Vector<float>.Zero);
            Vector<float> probability = Vector.ConditionalSelect(positive, Vector<float>.One, e) / (Vector<float>.One + e);
            Vector<float> loss = Vector.ConditionalSelect(positive, z, Vector<float>.Zero) - z * labels + VectorMath.LogOnePlus(e);
            Vector<float> slope = (probability - labels) * new Vector<float>(Scale);
            if (Weights is not null)
            {
                Vector<float> weights = Lanes.Load(Weights + r, count);
                loss *= weights;
                slope *= weights;
            }
            Lanes.Store(slope, Slopes.Data + r, count);
            return loss;
        }
    }
}
