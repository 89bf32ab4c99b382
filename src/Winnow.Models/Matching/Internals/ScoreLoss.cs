using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The sum over rows of a loss of the inner products of each user with all candidates: L = Σᵣ ℓ(uᵣ Yᵀ).</summary>
/// <remarks>Scores become slopes and slopes become gradients block by block of users, while a block lies in the cache: the matrix of all
/// scores never exists. Gradients are there after the forward pass; the way back only multiplies them.</remarks>
internal sealed unsafe class ScoreLoss<TLoss> : Operator where TLoss : struct, IRowLoss
{
    private const int BlockBytes = 1 << 20;     // of scores; half of a second-level cache

    private Tensor _users, _items;
    private MatrixView _userGradients, _itemGradients;

    /// <summary>The loss, shape [1, 1].</summary>
    /// <param name="tape">Where to compute.</param>
    /// <param name="users">U, [rows, d].</param>
    /// <param name="items">Y, [candidates, d].</param>
    /// <param name="loss">ℓ.</param>
    public static Tensor Of(Tape tape, Tensor users, Tensor items, TLoss loss) => tape.Rent<ScoreLoss<TLoss>>().Forward(users, items, loss);

    public override void Backward()
    {
        float upstream = ResultGradient[0, 0];
        Write(_users, _userGradients, upstream);
        Write(_items, _itemGradients, upstream);
    }

    private Tensor Forward(Tensor users, Tensor items, TLoss loss)
    {
        (_users, _items) = (users, items);
        Tensor result = Tape.Record(this, new Shape(1, 1), users, items);
        _userGradients = Tape.AllocateMatrix(users.Rows, users.Cols);
        _itemGradients = Tape.AllocateMatrix(items.Rows, items.Cols);
        _itemGradients.Clear();
        int blockRows = Math.Clamp(BlockBytes / sizeof(float) / Math.Max(1, items.Rows), 32, 512);
        MatrixView scores = Tape.AllocateMatrix(Math.Min(blockRows, users.Rows), items.Rows);
        double* partials = Tape.Allocate<double>(Tape.ChunkCount(scores.Rows, scores.Cols));
        double sum = 0;
        for (int first = 0; first < users.Rows; first += blockRows)
        {
            int rows = Math.Min(blockRows, users.Rows - first);
            MatrixView block = scores.RowRange(0, rows), left = users.Value.RowRange(first, rows);
            Gemm.Multiply(Transpose.No, left, Transpose.Yes, items.Value, block, accumulate: false, Tape.Team);
            Tape.ForRows(rows, items.Rows, new LossKernel { Scores = block, Loss = loss, First = first, Partials = partials });
            for (int chunk = 0; chunk < Tape.ChunkCount(rows, items.Rows); chunk++) sum += partials[chunk];
            Gemm.Multiply(Transpose.No, block, Transpose.No, items.Value, _userGradients.RowRange(first, rows), accumulate: false, Tape.Team);
            Gemm.Multiply(Transpose.Yes, block, Transpose.No, left, _itemGradients, accumulate: true, Tape.Team);
        }
        result.Value[0, 0] = (float)sum;
        return result;
    }

    private void Write(Tensor input, MatrixView gradients, float upstream)
    {
        if (!input.NeedsGradient) return;
        MatrixView target = Tape.GradientToWrite(input, out bool add);
        Tape.ForRows(target.Rows, 2 * target.Cols, new WriteKernel { From = gradients, To = target, Factor = upstream, Add = add });
    }

    private struct LossKernel : IRowKernel
    {
        public MatrixView Scores;
        public TLoss Loss;
        public int First;
        public double* Partials;

        public void Run(int chunk, int first, int end)
        {
            double sum = 0;
            for (int r = first; r < end; r++) sum += Loss.Run(First + r, Scores.RowPointer(r), Scores.Cols);
            Partials[chunk] = sum;
        }
    }

    private struct WriteKernel : IRowKernel
    {
        public MatrixView From, To;
        public float Factor;
        public bool Add;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) FloatRows.Write(From.RowPointer(r), Factor, To.RowPointer(r), To.Cols, Add);
        }
    }
}
