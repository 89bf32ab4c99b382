using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Dice, the data-adaptive activation of DIN: p · x + (1 − p) · α · x with p = σ of the batch-normalised x.</summary>
    /// <param name="x">Shape [n, c].</param>
    /// <param name="alpha">α, shape [1, c].</param>
    /// <param name="state">Batch statistics without gain and bias, c wide.</param>
    /// <returns>Shape [n, c].</returns>
    /// <remarks>Zhou et al., "Deep Interest Network", KDD 2018, section 5.2.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Dice(Tensor x, Parameter alpha, BatchStatistics state) => Dice(x, Use(alpha), state);

    /// <inheritdoc cref="Dice(Tensor, Parameter, BatchStatistics)"/>
    public Tensor Dice(Tensor x, Tensor alpha, BatchStatistics state)
    {
        if (alpha.Rows != 1 || alpha.Cols != x.Cols) Throw.OperandShape("The slope", new Shape(1, x.Cols), alpha.Shape);
        return Rent<DiceOperator>().Forward(x, BatchNorm(x, state), alpha);
    }
}

/// <summary>y = x (α + p (1 − α)) with p = σ(z), z the normalised x. Backward: dx = dy (α + p (1 − α)) directly,
/// dz = dy x (1 − α) p (1 − p), dα = Σ dy x (1 − p).</summary>
internal sealed unsafe class DiceOperator : Operator
{
    private Tensor _x, _normal, _alpha;

    public Tensor Forward(Tensor x, Tensor normal, Tensor alpha)
    {
        (_x, _normal, _alpha) = (x, normal, alpha);
        Tensor y = Tape.Record(this, x.Shape, x, normal, alpha);
        Tape.ForRows(x.Rows, x.Cols, new ForwardKernel { X = x.Value, Normal = normal.Value, Alpha = alpha.Value.Data, Y = y.Value });
        return y;
    }

    public override void Backward()
    {
        int rows = _x.Rows, cols = _x.Cols;
        MatrixView direct = Tape.AllocateMatrix(rows, cols), normals = Tape.AllocateMatrix(rows, cols);
        MatrixView partials = Tape.AllocateMatrix(Tape.ChunkCount(rows, cols), cols);
        Tape.ForRows(rows, cols, new BackwardKernel
        {
            X = _x.Value, Normal = _normal.Value, Upstream = ResultGradient, Alpha = _alpha.Value.Data,
            Direct = direct, Normals = normals, Partials = partials,
        });
        Write(_x, direct);
        Write(_normal, normals);
        if (_alpha.NeedsGradient) ColumnSums.Finish(partials, Tape.GradientToWrite(_alpha, out bool add), add);
    }

    private void Write(Tensor input, MatrixView share)
    {
        if (!input.NeedsGradient) return;
        MatrixView target = Tape.GradientToWrite(input, out bool add);
        Tape.ForRows(target.Rows, target.Cols, new WriteRows { From = share, To = target, Add = add });
    }

    private struct ForwardKernel : IRowKernel
    {
        public MatrixView X, Normal, Y;
        public float* Alpha;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
                for (int i = 0; i < X.Cols; i += Vector<float>.Count) Map(r, i, Math.Min(Vector<float>.Count, X.Cols - i));
        }

        private readonly void Map(int r, int i, int count)
        {
            Vector<float> alpha = Lanes.Load(Alpha + i, count), p = VectorMath.Sigmoid(Lanes.Load(Normal.RowPointer(r) + i, count));
            Vector<float> slope = alpha + p * (Vector<float>.One - alpha);
            Lanes.Store(Lanes.Load(X.RowPointer(r) + i, count) * slope, Y.RowPointer(r) + i, count);
        }
    }

    private struct BackwardKernel : IRowKernel
    {
        public MatrixView X, Normal, Upstream, Direct, Normals, Partials;
        public float* Alpha;

        public readonly void Run(int chunk, int first, int end)
        {
            new Span<float>(Partials.RowPointer(chunk), X.Cols).Clear();
            for (int r = first; r < end; r++)
                for (int i = 0; i < X.Cols; i += Vector<float>.Count)
                    Map(r, i, Math.Min(Vector<float>.Count, X.Cols - i), Partials.RowPointer(chunk));
        }

        private readonly void Map(int r, int i, int count, float* sums)
        {
            Vector<float> alpha = Lanes.Load(Alpha + i, count), p = VectorMath.Sigmoid(Lanes.Load(Normal.RowPointer(r) + i, count));
            Vector<float> rest = Vector<float>.One - alpha, upstream = Lanes.Load(Upstream.RowPointer(r) + i, count);
            Vector<float> product = upstream * Lanes.Load(X.RowPointer(r) + i, count);
            Lanes.Store(upstream * (alpha + p * rest), Direct.RowPointer(r) + i, count);
            Lanes.Store(product * rest * p * (Vector<float>.One - p), Normals.RowPointer(r) + i, count);
            Lanes.Store(Lanes.Load(sums + i, count) + product * (Vector<float>.One - p), sums + i, count);
        }
    }
}
