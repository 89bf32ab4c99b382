using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>The field vectors of a batch side by side, followed by its dense features: the input of a deep network, written once.</summary>
    /// <param name="block">Pulled embedding rows, shape [distinct, width].</param>
    /// <param name="gather">Which rows make up which cell.</param>
    /// <param name="firstColumn">First column of the vector within a row of the block.</param>
    /// <param name="dim">Length of the vector.</param>
    /// <param name="dense">Numeric features, shape [rows, any], copied to the right of the vectors; the default value for none.</param>
    /// <returns>Shape [rows, fields · dim + dense columns]; a cell without keys is zero. No gradient flows to <paramref name="dense"/>.</returns>
    /// <remarks>Backward adds up each distinct row on its own, occurrences in ascending order: the same bits for any number of threads.</remarks>
    /// <exception cref="ArgumentException">Columns, rows and gather do not fit together.</exception>
    public Tensor EmbedFields(Tensor block, in EmbeddingGather gather, int firstColumn, int dim, MatrixView dense = default)
    {
        if (block.Rows != gather.Distinct) Throw.RowsDiffer(gather.Distinct, block.Rows);
        if (dense.Cols > 0 && dense.Rows != gather.Rows) Throw.RowsDiffer(gather.Rows, dense.Rows);
        if (firstColumn < 0 || dim < 1 || firstColumn > block.Cols - dim) Throw.MatrixPartOutOfRange("Columns", firstColumn, dim, block.Cols);
        return Rent<EmbedFieldsOperator>().Forward(Columns(block, firstColumn, dim), gather, dense);
    }
}

internal sealed class EmbedFieldsOperator : Operator
{
    private Tensor _vectors;
    private EmbeddingGather _gather;

    public Tensor Forward(Tensor vectors, in EmbeddingGather gather, MatrixView dense)
    {
        (_vectors, _gather) = (vectors, gather);
        Shape shape = new(gather.Rows, gather.Fields * vectors.Cols + dense.Cols);
        Tensor y = Tape.Record(this, shape, vectors);
        Tape.ForRows(shape.Rows, shape.Cols, new ForwardKernel { Vectors = vectors.Value, Gather = gather, Dense = dense, Y = y.Value });
        return y;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_vectors, out bool accumulate);
        int occurrences = _gather.Positions / Math.Max(1, _gather.Distinct) + 1;
        Tape.ForRows(_gather.Distinct, occurrences * target.Cols, new BackwardKernel
        {
            Upstream = ResultGradient, Gather = _gather, ByFields = new(_gather.Fields), Target = target, Accumulate = accumulate,
        });
    }

    private unsafe struct ForwardKernel : IRowKernel
    {
        public MatrixView Vectors, Dense, Y;
        public EmbeddingGather Gather;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                if (r + 1 < end) CallRows(r + 1);
                if (Gather.Offsets is null) CopyFields(r, Y.RowPointer(r));
                else PoolFields(r, Y.RowPointer(r));
                if (Dense.Cols > 0) Dense.Row(r).CopyTo(new Span<float>(Y.RowPointer(r) + Gather.Fields * Vectors.Cols, Dense.Cols));
            }
        }

        /// <summary>Calls the vectors of a row into the cache while the row before is written: they lie anywhere in the block.</summary>
        private readonly void CallRows(int row)
        {
            for (int p = Gather.FirstPosition(row), end = Gather.FirstPosition(row + 1); p < end; p++)
            {
                int distinct = Gather.PositionToDistinct[p];
                if (distinct >= 0) Prefetch.Floats(Vectors.RowPointer(distinct), Vectors.Cols);
            }
        }

        private readonly void CopyFields(int row, float* target)
        {
            int dim = Vectors.Cols;
            for (int cell = row * Gather.Fields; cell < (row + 1) * Gather.Fields; cell++, target += dim)
            {
                int distinct = Gather.PositionToDistinct[cell];
                if (distinct < 0) new Span<float>(target, dim).Clear();
                else Write(Vectors.RowPointer(distinct), Gather.FactorOf(cell), target, dim, add: false);
            }
        }

        private readonly void PoolFields(int row, float* target)
        {
            int dim = Vectors.Cols;
            for (int cell = row * Gather.Fields; cell < (row + 1) * Gather.Fields; cell++, target += dim)
            {
                bool any = false;
                for (int p = Gather.Offsets[cell]; p < Gather.Offsets[cell + 1]; p++)
                {
                    int distinct = Gather.PositionToDistinct[p];
                    if (distinct < 0) continue;
                    Write(Vectors.RowPointer(distinct), Gather.FactorOf(p), target, dim, any);
                    any = true;
                }
                if (!any) new Span<float>(target, dim).Clear();
            }
        }

        private static void Write(float* vector, float factor, float* target, int dim, bool add)
        {
            int d = 0;
            for (; d <= dim - Vector<float>.Count; d += Vector<float>.Count)
            {
                Vector<float> share = Vector.Load(vector + d) * factor;
                Vector.Store(add ? Vector.Load(target + d) + share : share, target + d);
            }
            for (; d < dim; d++) target[d] = (add ? target[d] : 0) + vector[d] * factor;
        }
    }

    /// <summary>The gradient of one distinct vector is the sum over the cells it stands in.</summary>
    private unsafe struct BackwardKernel : IRowKernel
    {
        private const int Ahead = 16;               // cells called into the cache before their turn; a power of two

        public MatrixView Upstream, Target;
        public EmbeddingGather Gather;
        public FastDivisor ByFields;
        public bool Accumulate;

        public readonly void Run(int chunk, int first, int end)
        {
            float** cells = stackalloc float*[Ahead];
            int next = Gather.DistinctOffsets[first], last = Gather.DistinctOffsets[end];
            for (int i = next; i < Math.Min(next + Ahead, last); i++) cells[i % Ahead] = CallCell(i);
            for (int row = first; row < end; row++)
            {
                float* target = Target.RowPointer(row);
                if (!Accumulate) new Span<float>(target, Target.Cols).Clear();
                for (; next < Gather.DistinctOffsets[row + 1]; next++)
                {
                    Add(cells[next % Ahead], Gather.FactorOf(Gather.Occurrences[next]), target, Target.Cols);
                    if (next + Ahead < last) cells[next % Ahead] = CallCell(next + Ahead);
                }
            }
        }

        private readonly float* CallCell(int occurrence)
        {
            int number = Gather.CellOf(Gather.Occurrences[occurrence]), example = ByFields.Divide(number);
            float* cell = Upstream.RowPointer(example) + (nint)(number - example * Gather.Fields) * Target.Cols;
            Prefetch.Floats(cell, Target.Cols);
            return cell;
        }

        private static void Add(float* upstream, float factor, float* target, int dim)
        {
            int d = 0;
            for (; d <= dim - Vector<float>.Count; d += Vector<float>.Count)
                Vector.Store(Vector.Load(target + d) + Vector.Load(upstream + d) * factor, target + d);
            for (; d < dim; d++) target[d] += upstream[d] * factor;
        }
    }
}
