using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>−Σᵤ Σᵢ x_ui log softmax(logits_u)ᵢ / rows for sparse x of ones: the multinomial likelihood of what users took.</summary>
internal sealed unsafe class MultinomialLoss : Operator
{
    private Tensor _logits;
    private MatrixView _slopes;

    /// <summary>The loss, shape [1, 1].</summary>
    /// <param name="tape">Where to compute.</param>
    /// <param name="logits">[rows, items].</param>
    /// <param name="offsets">Where the items of each row begin, [rows + 1]; must live until the tape is reset.</param>
    /// <param name="items">What each row took.</param>
    public static Tensor Of(Tape tape, Tensor logits, int* offsets, int* items) => tape.Rent<MultinomialLoss>().Forward(logits, offsets, items);

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_logits, out bool add);
        float upstream = ResultGradient[0, 0];
        Tape.ForRows(target.Rows, target.Cols, new ScaleKernel { Slopes = _slopes, Target = target, Scale = upstream, Add = add });
    }

    private Tensor Forward(Tensor logits, int* offsets, int* items)
    {
        _logits = logits;
        Tensor loss = Tape.Record(this, new Shape(1, 1), logits);
        _slopes = Tape.AllocateMatrix(logits.Rows, logits.Cols);
        int chunks = Tape.ChunkCount(logits.Rows, logits.Cols);
        double* partials = Tape.Allocate<double>(chunks);
        Tape.ForRows(logits.Rows, logits.Cols, new LossKernel { Logits = logits.Value, Slopes = _slopes, Offsets = offsets, Items = items, Partials = partials });
        double sum = 0;
        for (int i = 0; i < chunks; i++) sum += partials[i];
        loss.Value[0, 0] = (float)(sum / logits.Rows);
        return loss;
    }

    /// <summary>Slopes of a row: (n softmax − x) / rows.</summary>
    private struct LossKernel : IRowKernel
    {
        public MatrixView Logits, Slopes;
        public int* Offsets, Items;
        public double* Partials;

        public readonly void Run(int chunk, int first, int end)
        {
            double sum = 0;
            float share = 1f / Logits.Rows;
            for (int r = first; r < end; r++)
            {
                float* logits = Logits.RowPointer(r), slopes = Slopes.RowPointer(r);
                int count = Offsets[r + 1] - Offsets[r];
                double logSum = Softmax(logits, slopes, Logits.Cols, count * share);
                for (int p = Offsets[r]; p < Offsets[r + 1]; p++)
                {
                    sum += logSum - logits[Items[p]];
                    slopes[Items[p]] -= share;
                }
            }
            Partials[chunk] = sum;
        }

        /// <summary>y = scale · softmax(x). Returns log Σ eˣ.</summary>
        private static double Softmax(float* x, float* y, int n, float scale)
        {
            float max = float.NegativeInfinity;
            Vector<float> most = new(max);
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) most = Vector.Max(most, Vector.Load(x + i));
            for (int lane = 0; lane < Vector<float>.Count; lane++) max = Math.Max(max, most[lane]);
            for (; i < n; i++) max = Math.Max(max, x[i]);
            Vector<float> shift = new(max), sums = default;
            for (i = 0; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> e = Vector.Exp(Vector.Load(x + i) - shift);
                sums += e;
                Vector.Store(e, y + i);
            }
            double sum = Vector.Sum(sums);
            for (; i < n; i++) sum += y[i] = MathF.Exp(x[i] - max);
            float factor = (float)(scale / sum);
            for (i = 0; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(y + i) * factor, y + i);
            for (; i < n; i++) y[i] *= factor;
            return max + Math.Log(sum);
        }
    }

    private struct ScaleKernel : IRowKernel
    {
        public MatrixView Slopes, Target;
        public float Scale;
        public bool Add;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                float* slopes = Slopes.RowPointer(r), target = Target.RowPointer(r);
                int i = 0;
                for (; i <= Slopes.Cols - Vector<float>.Count; i += Vector<float>.Count)
                {
                    Vector<float> share = Vector.Load(slopes + i) * Scale;
                    Vector.Store(Add ? Vector.Load(target + i) + share : share, target + i);
                }
                for (; i < Slopes.Cols; i++) target[i] = (Add ? target[i] : 0) + slopes[i] * Scale;
            }
        }
    }
}
