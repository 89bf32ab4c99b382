using System.Runtime.Intrinsics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>The pairwise term of a field-aware factorisation machine: Σ over i &lt; j of ⟨vᵢ→ⱼ, vⱼ→ᵢ⟩.</summary>
    /// <param name="x">Shape [n, fields · fields · dim]: field by field its vectors for each other field; vᵢ→ⱼ starts at column
    /// (i · fields + j) · dim. The vectors vᵢ→ᵢ take no part.</param>
    /// <param name="fields">Number of fields.</param>
    /// <param name="dim">Length of a vector.</param>
    /// <returns>Shape [n, 1].</returns>
    /// <remarks>Juan, Zhuang, Chin and Lin, RecSys 2016, equation 4, with one key a field.</remarks>
    /// <exception cref="ArgumentException">The columns of <paramref name="x"/> are not fields · fields · dim.</exception>
    public Tensor FieldAware(Tensor x, int fields, int dim)
    {
        if (x.Cols != fields * fields * dim) Throw.OperandCols($"{fields} × {fields} vectors of {dim}", fields * fields * dim, x.Shape);
        return Rent<FieldAwareOperator>().Forward(x, fields, dim);
    }
}

internal sealed class FieldAwareOperator : Operator
{
    private Tensor _x;
    private int _fields, _dim;

    public Tensor Forward(Tensor x, int fields, int dim)
    {
        (_x, _fields, _dim) = (x, fields, dim);
        Tensor y = Tape.Record(this, new Shape(x.Rows, 1), x);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Y = y.Value, Fields = fields, Dim = dim });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool add);
        Tape.ForRows(_x.Rows, _x.Cols, new BackwardKernel
        {
            X = _x.Value, Upstream = ResultGradient, Target = target, Add = add, Fields = _fields, Dim = _dim,
        });
    }

    private unsafe struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Y;
        public int Fields, Dim;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                float* x = X.RowPointer(r);
                Vector128<float> sums = default;
                float rest = 0;
                for (int i = 0; i < Fields; i++)
                    for (int j = i + 1; j < Fields; j++) AddDot(x + (i * Fields + j) * Dim, x + (j * Fields + i) * Dim, ref sums, ref rest);
                Y[r, 0] = Vector128.Sum(sums) + rest;
            }
        }

        // Vectors are short here, four numbers in the paper: a full-width vector would see nothing but tails.
        private readonly void AddDot(float* a, float* b, ref Vector128<float> sums, ref float rest)
        {
            int d = 0;
            for (; d <= Dim - Vector128<float>.Count; d += Vector128<float>.Count) sums += Vector128.Load(a + d) * Vector128.Load(b + d);
            for (; d < Dim; d++) rest += a[d] * b[d];
        }
    }

    /// <summary>dvᵢ→ⱼ = vⱼ→ᵢ · dy.</summary>
    private unsafe struct BackwardKernel : IRowKernel
    {
        public MatrixView X, Upstream, Target;
        public bool Add;
        public int Fields, Dim;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
                for (int i = 0; i < Fields; i++)
                    for (int j = 0; j < Fields; j++)
                        Write(X.RowPointer(r) + (j * Fields + i) * Dim, i == j ? 0 : Upstream[r, 0], Target.RowPointer(r) + (i * Fields + j) * Dim);
        }

        private readonly void Write(float* other, float upstream, float* target)
        {
            int d = 0;
            for (; d <= Dim - Vector128<float>.Count; d += Vector128<float>.Count)
            {
                Vector128<float> share = Vector128.Load(other + d) * upstream;
                (Add ? Vector128.Load(target + d) + share : share).Store(target + d);
            }
            for (; d < Dim; d++) target[d] = (Add ? target[d] : 0) + other[d] * upstream;
        }
    }
}
