using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>One cross layer of DCN-v2: x₀ ⊙ (W xₗ + b) + xₗ.</summary>
    /// <param name="x0">The input of the whole cross network, shape [n, d].</param>
    /// <param name="xl">The input of this layer, shape [n, d].</param>
    /// <param name="weight">W transposed, since rows are examples: shape [d, d].</param>
    /// <param name="bias">b, shape [1, d].</param>
    /// <returns>Shape [n, d].</returns>
    /// <remarks>Wang et al., "DCN V2", WWW 2021, equation 1.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Cross(Tensor x0, Tensor xl, Parameter weight, Parameter bias) => Cross(x0, xl, Use(weight), Use(bias));

    /// <inheritdoc cref="Cross(Tensor, Tensor, Parameter, Parameter)"/>
    public Tensor Cross(Tensor x0, Tensor xl, Tensor weight, Tensor bias) =>
        Rent<CrossOperator>().Forward(x0, xl, xl, weight, Transpose.No, bias);

    /// <summary>One cross layer of DCN-v2 with a matrix of low rank: x₀ ⊙ (U Vᵀ xₗ + b) + xₗ.</summary>
    /// <param name="x0">The input of the whole cross network, shape [n, d].</param>
    /// <param name="xl">The input of this layer, shape [n, d].</param>
    /// <param name="u">U, shape [d, rank].</param>
    /// <param name="v">V, shape [d, rank].</param>
    /// <param name="bias">b, shape [1, d].</param>
    /// <returns>Shape [n, d].</returns>
    /// <remarks>Wang et al., "DCN V2", WWW 2021, equation 2.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Cross(Tensor x0, Tensor xl, Parameter u, Parameter v, Parameter bias) => Cross(x0, xl, Use(u), Use(v), Use(bias));

    /// <inheritdoc cref="Cross(Tensor, Tensor, Parameter, Parameter, Parameter)"/>
    public Tensor Cross(Tensor x0, Tensor xl, Tensor u, Tensor v, Tensor bias) =>
        Rent<CrossOperator>().Forward(x0, MatMul(xl, v), xl, u, Transpose.Yes, bias);
}

/// <summary>y = x₀ ⊙ p + r with p = f · op(W) + b, where f is what enters the product and r what is added; in the full-rank layer both are xₗ.
/// Backward: dp = dy ⊙ x₀, db = Σ dp and dx₀ = dy ⊙ p in one pass; d op(W) = fᵀ · dp; dr = dy; df = dp · op(W)ᵀ.</summary>
internal sealed class CrossOperator : Operator
{
    private Tensor _x0, _factor, _residual, _weight, _bias;
    private Transpose _transpose;
    private MatrixView _products;

    public unsafe Tensor Forward(Tensor x0, Tensor factor, Tensor residual, Tensor weight, Transpose transpose, Tensor bias)
    {
        (_x0, _factor, _residual, _weight, _transpose, _bias) = (x0, factor, residual, weight, transpose, bias);
        if (residual.Cols != x0.Cols || residual.Rows != x0.Rows) Throw.OperandShape("The input of a cross layer", x0.Shape, residual.Shape);
        Shape expected = transpose == Transpose.No ? new(factor.Cols, x0.Cols) : new(x0.Cols, factor.Cols);
        if (weight.Rows != expected.Rows || weight.Cols != expected.Cols) Throw.OperandShape("The weight of a cross layer", expected, weight.Shape);
        if (bias.Rows != 1 || bias.Cols != x0.Cols) Throw.OperandShape("The bias of a cross layer", new(1, x0.Cols), bias.Shape);
        Tensor y = Tape.Record(this, x0.Shape, x0, factor, residual, weight, bias);
        _products = x0.NeedsGradient ? Tape.AllocateMatrix(x0.Rows, x0.Cols) : default;
        ForwardEpilogue epilogue = new() { X0 = x0.Value, Residual = residual.Value, Products = _products, Bias = bias.Value.Data };
        Gemm.Multiply(Transpose.No, factor.Value, transpose, weight.Value, y.Value, accumulate: false, epilogue, Tape.Team);
        return y;
    }

    public override void Backward()
    {
        MatrixView slopes = ProductSlopes();
        if (_weight.NeedsGradient) WriteWeight(slopes);
        if (_residual.NeedsGradient)
        {
            MatrixView target = Tape.GradientToWrite(_residual, out bool add);
            Tape.ForRows(target.Rows, target.Cols, new WriteRows { From = ResultGradient, To = target, Add = add });
        }
        if (_factor.NeedsGradient)
        {
            MatrixView target = Tape.GradientToWrite(_factor, out bool add);
            Transpose transpose = _transpose == Transpose.No ? Transpose.Yes : Transpose.No;
            Gemm.Multiply(Transpose.No, slopes, transpose, _weight.Value, target, add, Tape.Team);
        }
    }

    private MatrixView ProductSlopes()
    {
        MatrixView slopes = Tape.AllocateMatrix(_x0.Rows, _x0.Cols);
        MatrixView partials = Tape.AllocateMatrix(Tape.ChunkCount(_x0.Rows, _x0.Cols), _x0.Cols);
        bool add = false;
        MatrixView target = _x0.NeedsGradient ? Tape.GradientToWrite(_x0, out add) : default;
        Tape.ForRows(_x0.Rows, _x0.Cols, new BackwardKernel
        {
            X0 = _x0.Value, Products = _products, Upstream = ResultGradient, Slopes = slopes, Partials = partials,
            Target = target, Add = add, WantsTarget = _x0.NeedsGradient,
        });
        if (_bias.NeedsGradient) ColumnSums.Finish(partials, Tape.GradientToWrite(_bias, out bool addBias), addBias);
        return slopes;
    }

    private void WriteWeight(MatrixView slopes)
    {
        MatrixView target = Tape.GradientToWrite(_weight, out bool add);
        if (_transpose == Transpose.No) Gemm.Multiply(Transpose.Yes, _factor.Value, Transpose.No, slopes, target, add, Tape.Team);
        else Gemm.Multiply(Transpose.Yes, slopes, Transpose.No, _factor.Value, target, add, Tape.Team);
    }

    private unsafe struct ForwardEpilogue : IGemmEpilogue
    {
        public MatrixView X0, Residual, Products;
        public float* Bias;

        public readonly void Apply(MatrixView tile, int row, int col)
        {
            for (int r = 0; r < tile.Rows; r++)
            {
                float* products = Products.Data is null ? tile.RowPointer(r) : Products.RowPointer(row + r) + col;
                Map(tile.RowPointer(r), X0.RowPointer(row + r) + col, Residual.RowPointer(row + r) + col, products, Bias + col, tile.Cols);
            }
        }

        private static void Map(float* y, float* x0, float* residual, float* products, float* bias, int n)
        {
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> product = Vector.Load(y + i) + Vector.Load(bias + i);
                Vector.Store(product, products + i);
                Vector.Store(Vector.Load(x0 + i) * product + Vector.Load(residual + i), y + i);
            }
            for (; i < n; i++)
            {
                float product = y[i] + bias[i];
                products[i] = product;
                y[i] = x0[i] * product + residual[i];
            }
        }
    }

    private unsafe struct BackwardKernel : IRowKernel
    {
        public MatrixView X0, Products, Upstream, Slopes, Partials, Target;
        public bool Add, WantsTarget;

        public readonly void Run(int chunk, int first, int end)
        {
            float* sums = Partials.RowPointer(chunk);
            new Span<float>(sums, Partials.Cols).Clear();
            for (int r = first; r < end; r++)
            {
                RowMath.Multiply(Upstream.RowPointer(r), X0.RowPointer(r), Slopes.RowPointer(r), X0.Cols, add: false);
                ColumnSums.Add(Slopes.RowPointer(r), sums, X0.Cols);
                if (WantsTarget) RowMath.Multiply(Upstream.RowPointer(r), Products.RowPointer(r), Target.RowPointer(r), X0.Cols, Add);
            }
        }
    }
}
