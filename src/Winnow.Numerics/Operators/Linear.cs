using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>act(x · W + b), fused: the product, the bias and the activation are one pass.</summary>
    /// <param name="x">Shape [n, in].</param>
    /// <param name="weight">W, shape [in, out].</param>
    /// <param name="bias">b, one row of out numbers; null for none.</param>
    /// <param name="activation">What follows; none by default.</param>
    /// <returns>Shape [n, out].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Linear(Tensor x, Parameter weight, Parameter? bias = null, Activation activation = Activation.None) =>
        Linear(x, Use(weight), bias is null ? default : Use(bias), activation);

    /// <summary>act(x · W + b) with a weight and a bias that may themselves be computed.</summary>
    /// <param name="x">Shape [n, in].</param>
    /// <param name="weight">W, shape [in, out].</param>
    /// <param name="bias">b, shape [1, out]; the default value for none.</param>
    /// <param name="activation">What follows; none by default.</param>
    /// <returns>Shape [n, out].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Linear(Tensor x, Tensor weight, Tensor bias = default, Activation activation = Activation.None)
    {
        if (x.Cols != weight.Rows) Throw.OperandCols("The input of a linear map", weight.Rows, x.Shape);
        if (bias.IsValid && (bias.Rows != 1 || bias.Cols != weight.Cols))
            Throw.OperandShape("The bias", new Shape(1, weight.Cols), bias.Shape);
        return activation switch
        {
            Activation.None => Rent<LinearOperator<IdentityFunction>>().Forward(x, weight, bias, default),
            Activation.Relu => Rent<LinearOperator<ReluFunction>>().Forward(x, weight, bias, default),
            Activation.LeakyRelu => Rent<LinearOperator<LeakyReluFunction>>().Forward(x, weight, bias, new(LeakyReluFunction.UsualSlope)),
            Activation.Sigmoid => Rent<LinearOperator<SigmoidFunction>>().Forward(x, weight, bias, default),
            Activation.Tanh => Rent<LinearOperator<TanhFunction>>().Forward(x, weight, bias, default),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
        };
    }
}

internal readonly struct IdentityFunction : IUnaryFunction
{
    public Vector<float> Value(Vector<float> x) => x;

    public Vector<float> Slope(Vector<float> x, Vector<float> y) => Vector<float>.One;
}

/// <summary>y = f(x · W + b). Backward: dZ = dY ⊙ f′ and db = Σ dZ in one pass, dW = xᵀ · dZ, dx = dZ · Wᵀ.</summary>
internal sealed class LinearOperator<TFunction> : Operator where TFunction : struct, IUnaryFunction
{
    private TFunction _function;
    private Tensor _x, _weight, _bias;
    private bool _hasBias;

    public unsafe Tensor Forward(Tensor x, Tensor weight, Tensor bias, TFunction function)
    {
        (_x, _weight, _bias, _function, _hasBias) = (x, weight, bias, function, bias.IsValid);
        Shape shape = new(x.Rows, weight.Cols);
        Tensor y = _hasBias ? Tape.Record(this, shape, x, weight, bias) : Tape.Record(this, shape, x, weight);
        BiasEpilogue<TFunction> epilogue = new(_hasBias ? bias.Value.Data : null, function);
        if (weight.Cols == 1 && weight.Value.IsContiguous)
            Tape.ForRows(x.Rows, x.Cols, new SingleOutputKernel { X = x.Value, Weight = weight.Value.Data, Y = y.Value, Epilogue = epilogue });
        else
            Gemm.Multiply(Transpose.No, x.Value, Transpose.No, weight.Value, y.Value, accumulate: false, epilogue, Tape.Team);
        return y;
    }

    public override void Backward()
    {
        MatrixView upstream = SlopesAndBias();
        if (_weight.NeedsGradient)
        {
            MatrixView target = Tape.GradientToWrite(_weight, out bool accumulate);
            Gemm.Multiply(Transpose.Yes, _x.Value, Transpose.No, upstream, target, accumulate, Tape.Team);
        }
        if (_x.NeedsGradient)
        {
            MatrixView target = Tape.GradientToWrite(_x, out bool accumulate);
            Gemm.Multiply(Transpose.No, upstream, Transpose.Yes, _weight.Value, target, accumulate, Tape.Team);
        }
    }

    /// <summary>The gradient before the activation; the gradient of the bias on the way.</summary>
    private MatrixView SlopesAndBias()
    {
        bool wantsBias = _hasBias && _bias.NeedsGradient;
        bool isIdentity = typeof(TFunction) == typeof(IdentityFunction);
        MatrixView upstream = ResultGradient;
        if (isIdentity && !wantsBias) return upstream;
        int chunks = Tape.ChunkCount(upstream.Rows, upstream.Cols);
        MatrixView partials = wantsBias ? Tape.AllocateMatrix(chunks, upstream.Cols) : default;
        MatrixView slopes = isIdentity ? upstream : Tape.AllocateMatrix(upstream.Rows, upstream.Cols);
        Tape.ForRows(upstream.Rows, upstream.Cols, new SlopeKernel
        {
            Y = Result.Value, Upstream = upstream, Slopes = slopes, Partials = partials, WantsBias = wantsBias, Function = _function,
        });
        if (wantsBias) ColumnSums.Finish(partials, Tape.GradientToWrite(_bias, out bool accumulate), accumulate);
        return slopes;
    }

    /// <summary>The last layer of most models: inner products, for which a matrix product would pack more than it multiplies.</summary>
    private unsafe struct SingleOutputKernel : IRowKernel
    {
        public MatrixView X, Y;
        public float* Weight;
        public BiasEpilogue<TFunction> Epilogue;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) *Y.RowPointer(r) = RowMath.Dot(X.RowPointer(r), Weight, X.Cols);
            Epilogue.ApplyToColumn(Y.RowPointer(first), end - first);
        }
    }

    private unsafe struct SlopeKernel : IRowKernel
    {
        public MatrixView Y, Upstream, Slopes, Partials;
        public bool WantsBias;
        public TFunction Function;

        public readonly void Run(int chunk, int first, int end)
        {
            if (WantsBias) new Span<float>(Partials.RowPointer(chunk), Partials.Cols).Clear();
            for (int r = first; r < end; r++)
            {
                if (typeof(TFunction) != typeof(IdentityFunction)) Map(Y.RowPointer(r), Upstream.RowPointer(r), Slopes.RowPointer(r), Y.Cols);
                if (WantsBias) ColumnSums.Add(Slopes.RowPointer(r), Partials.RowPointer(chunk), Y.Cols);
            }
        }

        private readonly void Map(float* y, float* upstream, float* slopes, int n)
        {
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
                Vector.Store(Vector.Load(upstream + i) * Function.Slope(default, Vector.Load(y + i)), slopes + i);
            if (i < n) Lanes.Store(Lanes.Load(upstream + i, n - i) * Function.Slope(default, Lanes.Load(y + i, n - i)), slopes + i, n - i);
        }
    }
}
