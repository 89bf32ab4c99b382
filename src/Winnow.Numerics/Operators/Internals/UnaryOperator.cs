using System.Numerics;

namespace Winnow.Numerics;

/// <summary>y = f(x), element by element.</summary>
internal sealed class UnaryOperator<TFunction> : Operator where TFunction : struct, IUnaryFunction
{
    private TFunction _function;
    private Tensor _x;

    public Tensor Forward(Tensor x, TFunction function)
    {
        _x = x;
        _function = function;
        Tensor y = Tape.Record(this, x.Shape, x);
        Tape.ForRows(x.Rows, x.Cols, new ValueKernel { X = x.Value, Y = y.Value, Function = function });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool accumulate);
        Tape.ForRows(_x.Rows, _x.Cols, new SlopeKernel
        {
            X = _x.Value,
            Y = Result.Value,
            Upstream = ResultGradient,
            Target = target,
            Accumulate = accumulate,
            Function = _function,
        });
    }

    private unsafe struct ValueKernel : IRowKernel
    {
        public MatrixView X, Y;
        public TFunction Function;

        public readonly void Run(int chunk, int first, int end)
        {
            RowSteps steps = new(first, end, X.Cols, X.IsContiguous && Y.IsContiguous);
            for (int r = first; r < end; r += steps.Rows) Map(X.RowPointer(r), Y.RowPointer(r), steps.Length);
        }

        private readonly void Map(float* x, float* y, int n)
        {
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Function.Value(Vector.Load(x + i)), y + i);
            if (i < n) Lanes.Store(Function.Value(Lanes.Load(x + i, n - i)), y + i, n - i);
        }
    }

    private unsafe struct SlopeKernel : IRowKernel
    {
        public MatrixView X, Y, Upstream, Target;
        public bool Accumulate;
        public TFunction Function;

        public readonly void Run(int chunk, int first, int end)
        {
            bool flat = X.IsContiguous && Y.IsContiguous && Upstream.IsContiguous && Target.IsContiguous;
            RowSteps steps = new(first, end, X.Cols, flat);
            for (int r = first; r < end; r += steps.Rows)
                Map(X.RowPointer(r), Y.RowPointer(r), Upstream.RowPointer(r), Target.RowPointer(r), steps.Length);
        }

        private readonly void Map(float* x, float* y, float* upstream, float* target, int n)
        {
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> share = Vector.Load(upstream + i) * Function.Slope(Vector.Load(x + i), Vector.Load(y + i));
                Vector.Store(Accumulate ? Vector.Load(target + i) + share : share, target + i);
            }
            if (i == n) return;
            int rest = n - i;
            Vector<float> last = Lanes.Load(upstream + i, rest) * Function.Slope(Lanes.Load(x + i, rest), Lanes.Load(y + i, rest));
            Lanes.Store(Accumulate ? Lanes.Load(target + i, rest) + last : last, target + i, rest);
        }
    }
}
