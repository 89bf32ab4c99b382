using System.Numerics;

namespace Winnow.Numerics;

/// <summary>y = f(a, b), element by element; a row or column of size 1 is repeated.</summary>
internal sealed class BinaryOperator<TFunction> : Operator where TFunction : struct, IBinaryFunction
{
    private TFunction _function;
    private Tensor _a, _b;

    public Tensor Forward(Tensor a, Tensor b, TFunction function)
    {
        (_a, _b, _function) = (a, b, function);
        Shape shape = Broadcast.Of(a.Shape, b.Shape);
        Tensor y = Tape.Record(this, shape, a, b);
        ValueKernel kernel = new() { A = new(a.Value, shape), B = new(b.Value, shape), Y = y.Value, Function = function };
        Tape.ForRows(shape.Rows, shape.Cols, kernel);
        return y;
    }

    public override void Backward()
    {
        if (_a.NeedsGradient) Backward<Left>(_a);
        if (_b.NeedsGradient) Backward<Right>(_b);
    }

    private void Backward<TSide>(Tensor x) where TSide : struct, ISide
    {
        Shape shape = Result.Shape;
        MatrixView target = Tape.GradientToWrite(x, out bool accumulate);
        bool sumsRows = target.Rows != shape.Rows;
        MatrixView partials = sumsRows ? Tape.AllocateMatrix(Tape.ChunkCount(shape.Rows, shape.Cols), target.Cols) : default;
        Tape.ForRows(shape.Rows, shape.Cols, new SlopeKernel<TSide>
        {
            A = new(_a.Value, shape),
            B = new(_b.Value, shape),
            Upstream = ResultGradient,
            Target = sumsRows ? partials : target,
            Accumulate = accumulate,
            SumsRows = sumsRows,
            Function = _function,
        });
        if (sumsRows) ColumnSums.Finish(partials, target, accumulate);
    }

    private interface ISide
    {
        static abstract Vector<float> Slope(TFunction function, Vector<float> a, Vector<float> b);
    }

    private readonly struct Left : ISide
    {
        public static Vector<float> Slope(TFunction function, Vector<float> a, Vector<float> b) => function.LeftSlope(a, b);
    }

    private readonly struct Right : ISide
    {
        public static Vector<float> Slope(TFunction function, Vector<float> a, Vector<float> b) => function.RightSlope(a, b);
    }

    private unsafe struct ValueKernel : IRowKernel
    {
        public Broadcast A, B;
        public MatrixView Y;
        public TFunction Function;

        public readonly void Run(int chunk, int first, int end)
        {
            RowSteps steps = new(first, end, Y.Cols, A.IsFlat && B.IsFlat && Y.IsContiguous);
            for (int r = first; r < end; r += steps.Rows) Map(A.Row(r), B.Row(r), Y.RowPointer(r), steps.Length);
        }

        private readonly void Map(float* a, float* b, float* y, int n)
        {
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Function.Value(A.Load(a, i), B.Load(b, i)), y + i);
            if (i < n) Lanes.Store(Function.Value(A.Load(a, i, n - i), B.Load(b, i, n - i)), y + i, n - i);
        }
    }

    /// <summary>∂loss/∂operand: the upstream gradient times the slope, summed over what was repeated.</summary>
    private unsafe struct SlopeKernel<TSide> : IRowKernel where TSide : struct, ISide
    {
        public Broadcast A, B;
        public MatrixView Upstream, Target;      // Target: the gradient itself, or one row of partial sums a chunk
        public bool Accumulate, SumsRows;
        public TFunction Function;

        public readonly void Run(int chunk, int first, int end)
        {
            bool sumsCols = Target.Cols != Upstream.Cols;
            bool flat = !sumsCols && !SumsRows && A.IsFlat && B.IsFlat && Upstream.IsContiguous && Target.IsContiguous;
            RowSteps steps = new(first, end, Upstream.Cols, flat);
            for (int r = first; r < end; r += steps.Rows)
            {
                float* target = Target.RowPointer(SumsRows ? chunk : r);
                bool add = SumsRows ? r > first : Accumulate;
                if (sumsCols) *target = (add ? *target : 0) + Sum(A.Row(r), B.Row(r), Upstream.RowPointer(r), steps.Length);
                else Map(A.Row(r), B.Row(r), Upstream.RowPointer(r), target, steps.Length, add);
            }
        }

        private readonly void Map(float* a, float* b, float* upstream, float* target, int n, bool add)
        {
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> share = Vector.Load(upstream + i) * TSide.Slope(Function, A.Load(a, i), B.Load(b, i));
                Vector.Store(add ? Vector.Load(target + i) + share : share, target + i);
            }
            if (i == n) return;
            Vector<float> last = Last(a, b, upstream, i, n - i);
            Lanes.Store(add ? Lanes.Load(target + i, n - i) + last : last, target + i, n - i);
        }

        private readonly float Sum(float* a, float* b, float* upstream, int n)
        {
            Vector<float> sum = default;
            int i = 0;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
                sum += Vector.Load(upstream + i) * TSide.Slope(Function, A.Load(a, i), B.Load(b, i));
            return Vector.Sum(i < n ? sum + Last(a, b, upstream, i, n - i) : sum);
        }

        private readonly Vector<float> Last(float* a, float* b, float* upstream, int i, int count) =>
            Lanes.Load(upstream + i, count) * TSide.Slope(Function, A.Load(a, i, count), B.Load(b, i, count));
    }
}
