using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>The pairwise term of a factorisation machine: Σ over pairs of fields of ⟨vᵢ, vⱼ⟩.</summary>
    /// <param name="x">Field vectors vᵢ (already times xᵢ), shape [n, fields, dim].</param>
    /// <returns>Shape [n, 1]: ½ Σ_d ((Σᵢ v_id)² − Σᵢ v_id²).</returns>
    /// <remarks>Rendle, "Factorization Machines", ICDM 2010, lemma 3.1: linear in fields and dim. One pass forward, one backward.</remarks>
    public Tensor SecondOrder(Tensor x) => SecondOrder(x, x.Shape.Fields, x.Shape.Width);

    /// <summary>As <see cref="SecondOrder(Tensor)"/>, for a matrix.</summary>
    /// <param name="x">Shape [n, fields · dim].</param>
    /// <param name="fields">Number of vectors in a row.</param>
    /// <param name="dim">Length of a vector.</param>
    /// <returns>Shape [n, 1].</returns>
    /// <exception cref="ArgumentException">The columns of <paramref name="x"/> are not fields · dim.</exception>
    public Tensor SecondOrder(Tensor x, int fields, int dim)
    {
        if (x.Cols != fields * dim) Throw.OperandCols($"{fields} fields of {dim}", fields * dim, x.Shape);
        return Rent<SecondOrderOperator>().Forward(x, fields, dim);
    }
}

/// <summary>Keeps s = Σᵢ vᵢ of each row, because dvᵢ = (s − vᵢ) · dy.</summary>
internal sealed class SecondOrderOperator : Operator
{
    private Tensor _x;
    private MatrixView _sums;
    private int _fields;

    public Tensor Forward(Tensor x, int fields, int dim)
    {
        (_x, _fields) = (x, fields);
        Tensor y = Tape.Record(this, new Shape(x.Rows, 1), x);
        _sums = Tape.AllocateMatrix(x.Rows, dim);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Sums = _sums, Y = y.Value, Fields = fields });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool accumulate);
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel
        {
            X = _x.Value, Sums = _sums, Upstream = ResultGradient, Target = target, Accumulate = accumulate, Fields = _fields,
        });
    }

    private unsafe struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Sums, Y;
        public int Fields;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
                *Y.RowPointer(r) = Pairs(X.RowPointer(r), Sums.RowPointer(r), Fields, Sums.Cols);
        }

        /// <summary>Two vectors at a time: four chains of additions, so that none waits for another.</summary>
        private static float Pairs(float* x, float* sums, int fields, int dim)
        {
            Vector<float> pairs = default;
            int d = 0;
            for (; d <= dim - 2 * Vector<float>.Count; d += 2 * Vector<float>.Count)
            {
                Vector<float> sumA = default, sumB = default, squaresA = default, squaresB = default;
                float* v = x + d;
                for (int f = 0; f < fields; f++, v += dim)
                {
                    Vector<float> a = Vector.Load(v), b = Vector.Load(v + Vector<float>.Count);
                    sumA += a;
                    sumB += b;
                    squaresA = Vector.MultiplyAddEstimate(a, a, squaresA);
                    squaresB = Vector.MultiplyAddEstimate(b, b, squaresB);
                }
                Vector.Store(sumA, sums + d);
                Vector.Store(sumB, sums + d + Vector<float>.Count);
                pairs += sumA * sumA - squaresA + (sumB * sumB - squaresB);
            }
            for (; d < dim; d += Vector<float>.Count)
            {
                int count = Math.Min(Vector<float>.Count, dim - d);
                Vector<float> sum = default, squares = default;
                for (int f = 0; f < fields; f++)
                {
                    Vector<float> v = count == Vector<float>.Count ? Vector.Load(x + f * dim + d) : Lanes.Load(x + f * dim + d, count);
                    sum += v;
                    squares += v * v;
                }
                Lanes.Store(sum, sums + d, count);
                pairs += sum * sum - squares;
            }
            return 0.5f * Vector.Sum(pairs);
        }
    }

    private unsafe struct BackwardKernel : IRowKernel
    {
        public MatrixView X, Sums, Upstream, Target;
        public bool Accumulate;
        public int Fields;

        public readonly void Run(int chunk, int first, int end)
        {
            int dim = Sums.Cols;
            for (int r = first; r < end; r++)
            {
                float* x = X.RowPointer(r), target = Target.RowPointer(r);
                for (int f = 0; f < Fields; f++) Field(x + f * dim, Sums.RowPointer(r), *Upstream.RowPointer(r), target + f * dim, dim, Accumulate);
            }
        }

        private static void Field(float* x, float* sums, float upstream, float* target, int dim, bool add)
        {
            int d = 0;
            for (; d <= dim - Vector<float>.Count; d += Vector<float>.Count)
            {
                Vector<float> share = (Vector.Load(sums + d) - Vector.Load(x + d)) * upstream;
                Vector.Store(add ? Vector.Load(target + d) + share : share, target + d);
            }
            for (; d < dim; d++) target[d] = (add ? target[d] : 0) + (sums[d] - x[d]) * upstream;
        }
    }
}
