namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>The sum over all fields of one column of the embedding rows: the first-order term of sparse features.</summary>
    /// <param name="block">Pulled embedding rows, shape [distinct, width].</param>
    /// <param name="gather">Which rows make up which cell.</param>
    /// <param name="column">The column of the block that holds the first-order weight.</param>
    /// <returns>Shape [rows, 1].</returns>
    /// <exception cref="ArgumentException">Column, rows and gather do not fit together.</exception>
    public Tensor EmbedSum(Tensor block, in EmbeddingGather gather, int column)
    {
        if (block.Rows != gather.Distinct) Throw.RowsDiffer(gather.Distinct, block.Rows);
        return Rent<EmbedSumOperator>().Forward(Columns(block, column, 1), gather);
    }
}

internal sealed class EmbedSumOperator : Operator
{
    private Tensor _weights;
    private EmbeddingGather _gather;

    public Tensor Forward(Tensor weights, in EmbeddingGather gather)
    {
        (_weights, _gather) = (weights, gather);
        Tensor y = Tape.Record(this, new Shape(gather.Rows, 1), weights);
        int perRow = gather.Positions / Math.Max(1, gather.Rows) + 1;
        Tape.ForRows(gather.Rows, perRow, new ForwardKernel { Weights = weights.Value, Gather = gather, Y = y.Value });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_weights, out bool accumulate);
        int occurrences = _gather.Positions / Math.Max(1, _gather.Distinct) + 1;
        Tape.ForRows(_gather.Distinct, occurrences, new BackwardKernel
        {
            Upstream = ResultGradient, Gather = _gather, Target = target, Accumulate = accumulate,
        });
    }

    private unsafe struct ForwardKernel : IRowKernel
    {
        public MatrixView Weights, Y;
        public EmbeddingGather Gather;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                int from = Gather.FirstPosition(r), to = Gather.FirstPosition(r + 1);
                float sum = 0;
                for (int p = from; p < to; p++)
                {
                    int distinct = Gather.PositionToDistinct[p];
                    if (distinct >= 0) sum += *Weights.RowPointer(distinct) * Gather.FactorOf(p);
                }
                Y[r, 0] = sum;
            }
        }
    }

    private unsafe struct BackwardKernel : IRowKernel
    {
        public MatrixView Upstream, Target;
        public EmbeddingGather Gather;
        public bool Accumulate;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int row = first; row < end; row++)
            {
                float sum = Accumulate ? *Target.RowPointer(row) : 0;
                for (int i = Gather.DistinctOffsets[row]; i < Gather.DistinctOffsets[row + 1]; i++)
                {
                    int position = Gather.Occurrences[i];
                    uint example = (uint)Gather.CellOf(position) / (uint)Gather.Fields;
                    sum += *Upstream.RowPointer((int)example) * Gather.FactorOf(position);
                }
                *Target.RowPointer(row) = sum;
            }
        }
    }
}
