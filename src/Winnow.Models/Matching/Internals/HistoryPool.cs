using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The vectors of the items of each history, weighed and added up (<see cref="HistoryWeights"/>), on the tape.</summary>
internal sealed unsafe class HistoryPool : Operator
{
    private Tensor _vectors, _query, _ages;
    private bool _hasQuery, _hasAges;
    private CellLists _histories = null!;
    private int _heads, _distinct;
    private float* _weights;

    /// <summary>Pools the histories of a batch.</summary>
    /// <param name="tape">Where to compute.</param>
    /// <param name="vectors">Distinct items of all histories, [distinct, d].</param>
    /// <param name="histories">Rows of <paramref name="vectors"/> of each example, oldest first; complete; must not change until the tape is reset.</param>
    /// <param name="heads">Heads; divides d.</param>
    /// <param name="ages">Logit of each age and head, [ages, heads]; older events share the last row. The default value for none.</param>
    /// <param name="query">What each user asks, [examples, d]; the default value for nothing.</param>
    /// <returns>[examples, d]; zeros for an empty history.</returns>
    public static Tensor Of(Tape tape, Tensor vectors, CellLists histories, int heads, Tensor ages, Tensor query) =>
        tape.Rent<HistoryPool>().Forward(vectors, histories, heads, ages, query);

    public override void Backward()
    {
        int cols = _vectors.Cols, positions = _histories.Positions, ageFloats = _hasAges ? _ages.Rows * _heads : 0;
        float* slopes = Tape.Allocate<float>(Math.Max(1, positions * _heads));
        int chunkCols = ExampleCols(), chunks = Tape.ChunkCount(Result.Rows, chunkCols);
        MatrixView partials = Tape.AllocateMatrix(chunks, Math.Max(1, ageFloats)), queries = _hasQuery ? Tape.AllocateMatrix(Result.Rows, cols) : default;
        Tape.ForRows(Result.Rows, chunkCols, new SlopeKernel
        {
            Layout = Layout(), Vectors = _vectors.Value, Rows = _histories.Rows, Offsets = _histories.Offsets, Query = _hasQuery ? _query.Value : default,
            HasQuery = _hasQuery, Weights = _weights, Slopes = slopes, Upstream = ResultGradient, QueryGradients = queries, AgePartials = partials, AgeFloats = ageFloats,
        });
        if (_hasAges) AddUp(partials, ageFloats);
        if (_hasQuery && _query.NeedsGradient)
        {
            MatrixView to = Tape.GradientToWrite(_query, out bool add);
            Tape.ForRows(to.Rows, 2 * cols, new CopyKernel { From = queries, To = to, Add = add });
        }
        MatrixView target = Tape.GradientToWrite(_vectors, out bool accumulate);
        Tape.ForRows(_distinct, (positions / Math.Max(1, _distinct) + 1) * cols * 2, new VectorKernel
        {
            Layout = Layout(), Examples = _histories.CellOf, Starts = _histories.RowOffsets, Occurrences = _histories.Occurrences,
            Query = _hasQuery ? _query.Value : default, HasQuery = _hasQuery, Weights = _weights, Slopes = slopes, Upstream = ResultGradient, Target = target, Accumulate = accumulate,
        });
    }

    private Tensor Forward(Tensor vectors, CellLists histories, int heads, Tensor ages, Tensor query)
    {
        (_vectors, _histories, _heads, _ages, _query, _hasAges, _hasQuery, _distinct) = (vectors, histories, heads, ages, query, ages.IsValid, query.IsValid, vectors.Rows);
        Shape shape = new(histories.Cells, vectors.Cols);
        Tensor pooled = _hasQuery && _hasAges ? Tape.Record(this, shape, vectors, ages, query)
            : _hasQuery ? Tape.Record(this, shape, vectors, query)
            : _hasAges ? Tape.Record(this, shape, vectors, ages) : Tape.Record(this, shape, vectors);
        _weights = Tape.Allocate<float>(Math.Max(1, histories.Positions * heads));
        Tape.ForRows(shape.Rows, ExampleCols(), new PoolKernel
        {
            Layout = Layout(), Vectors = vectors.Value, Rows = histories.Rows, Offsets = histories.Offsets, Query = _hasQuery ? query.Value : default, HasQuery = _hasQuery,
            Weights = _weights, Pooled = pooled.Value,
        });
        return pooled;
    }

    private HistoryWeights Layout() => new(_heads, _vectors.Cols / _heads, _hasAges ? _ages.Value.Data : null, _hasAges ? _ages.Rows : 1);

    /// <summary>Numbers that an example touches: decides how many make a chunk.</summary>
    private int ExampleCols() => 2 * _vectors.Cols * (_histories.Positions / Math.Max(1, _histories.Cells) + 1);

    private void AddUp(MatrixView partials, int ageFloats)
    {
        if (!_ages.NeedsGradient) return;
        MatrixView target = Tape.GradientToWrite(_ages, out bool add);
        for (int age = 0; age < target.Rows; age++)
        {
            for (int h = 0; h < _heads; h++)
            {
                float sum = add ? target[age, h] : 0;
                for (int chunk = 0; chunk < partials.Rows; chunk++) sum += partials[chunk, age * _heads + h];
                target[age, h] = sum;
            }
        }
    }

    private struct PoolKernel : IRowKernel
    {
        public HistoryWeights Layout;
        public MatrixView Vectors, Query, Pooled;
        public bool HasQuery;
        public int* Rows, Offsets;
        public float* Weights;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++)
            {
                int from = Offsets[r];
                Layout.Pool(
                    Vectors.Data, Vectors.Stride, Rows + from, Offsets[r + 1] - from, HasQuery ? Query.RowPointer(r) : null, Weights + (nint)from * Layout.Heads, Pooled.RowPointer(r));
            }
        }
    }

    /// <summary>dsₚ = αₚ (g · eₚ − Σ α g · e): slopes of the logits, of the query and of the ages.</summary>
    private struct SlopeKernel : IRowKernel
    {
        public HistoryWeights Layout;
        public MatrixView Vectors, Query, Upstream, QueryGradients, AgePartials;
        public bool HasQuery;
        public int* Rows, Offsets;
        public float* Weights, Slopes;
        public int AgeFloats;

        public readonly void Run(int chunk, int first, int end)
        {
            float* ages = AgePartials.RowPointer(chunk);
            new Span<float>(ages, AgeFloats).Clear();
            if (!HasQuery && AgeFloats == 0) return;
            for (int r = first; r < end; r++)
            {
                if (HasQuery) QueryGradients.Row(r).Clear();
                for (int h = 0; h < Layout.Heads; h++) RunHead(r, h, ages);
            }
        }

        private readonly void RunHead(int r, int h, float* ages)
        {
            int from = Offsets[r], count = Offsets[r + 1] - from, heads = Layout.Heads, width = Layout.Width;
            float* upstream = Upstream.RowPointer(r) + h * width, slopes = Slopes + (nint)from * heads + h, weights = Weights + (nint)from * heads + h;
            float mean = 0;
            for (int p = 0; p < count; p++)
            {
                slopes[p * heads] = FloatRows.Dot(upstream, Vectors.RowPointer(Rows[from + p]) + h * width, width);
                mean += weights[p * heads] * slopes[p * heads];
            }
            for (int p = 0; p < count; p++)
            {
                float slope = slopes[p * heads] = weights[p * heads] * (slopes[p * heads] - mean);
                if (AgeFloats > 0) ages[Layout.Age(p, count) * heads + h] += slope;
                if (HasQuery) FloatRows.AddScaled(Vectors.RowPointer(Rows[from + p]) + h * width, slope * Layout.Sharpness, QueryGradients.RowPointer(r) + h * width, width);
            }
        }
    }

    /// <summary>de = Σ α g + ds q / √w over the events that show an item, in their order.</summary>
    private struct VectorKernel : IRowKernel
    {
        public HistoryWeights Layout;
        public MatrixView Query, Upstream, Target;
        public bool HasQuery, Accumulate;
        public int* Examples, Starts, Occurrences;
        public float* Weights, Slopes;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int row = first; row < end; row++)
            {
                float* target = Target.RowPointer(row);
                if (!Accumulate) new Span<float>(target, Target.Cols).Clear();
                for (int i = Starts[row]; i < Starts[row + 1]; i++) Add(Occurrences[i], target);
            }
        }

        private readonly void Add(int position, float* target)
        {
            int r = Examples[position], heads = Layout.Heads, width = Layout.Width;
            for (int h = 0; h < heads; h++)
            {
                FloatRows.AddScaled(Upstream.RowPointer(r) + h * width, Weights[(nint)position * heads + h], target + h * width, width);
                if (HasQuery) FloatRows.AddScaled(Query.RowPointer(r) + h * width, Slopes[(nint)position * heads + h] * Layout.Sharpness, target + h * width, width);
            }
        }
    }

    private struct CopyKernel : IRowKernel
    {
        public MatrixView From, To;
        public bool Add;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int r = first; r < end; r++) FloatRows.Write(From.RowPointer(r), 1, To.RowPointer(r), To.Cols, Add);
        }
    }
}
