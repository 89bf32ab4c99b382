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
            Upstream = ResultGradient, Gather = _gather, ByFields = new(_gather.Fields), Target = target, Accumulate = accumulate,
        });
    }

    private unsafe struct ForwardKernel : IRowKernel
    {
        public MatrixView Weights, Y;
        public EmbeddingGather Gather;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) *Y.RowPointer(r) = Sum(Gather.FirstPosition(r), Gather.FirstPosition(r + 1));
        }

        private readonly float Sum(int from, int to)
        {
            float* weights = Weights.Data, factors = Gather.Factors;
            int* distincts = Gather.PositionToDistinct;
            nint stride = Weights.Stride;
            float sum = 0;
            for (int p = from; p < to; p++)
            {
                int distinct = distincts[p];
                if (distinct >= 0) sum += weights[distinct * stride] * (factors is null ? 1 : factors[p]);
            }
            return sum;
        }
    }

    private unsafe struct BackwardKernel : IRowKernel
    {
        public MatrixView Upstream, Target;
        public EmbeddingGather Gather;
        public FastDivisor ByFields;
        public bool Accumulate;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int row = first; row < end; row++)
            {
                float* target = Target.RowPointer(row);
                float sum = Sum(Gather.DistinctOffsets[row], Gather.DistinctOffsets[row + 1]);
                *target = Accumulate ? *target + sum : sum;
            }
        }

        private readonly float Sum(int from, int to)
        {
            float* upstream = Upstream.Data, factors = Gather.Factors;
            int* occurrences = Gather.Occurrences, cells = Gather.Cells;
            nint stride = Upstream.Stride;
            FastDivisor byFields = ByFields;
            float sum = 0;
            for (int i = from; i < to; i++)
            {
                int position = occurrences[i], example = byFields.Divide(cells is null ? position : cells[position]);
                sum += upstream[example * stride] * (factors is null ? 1 : factors[position]);
            }
            return sum;
        }
    }
}
