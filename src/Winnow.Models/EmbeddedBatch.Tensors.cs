using Winnow.Numerics;

namespace Winnow.Models;

public sealed unsafe partial class EmbeddedBatch
{
    private readonly Tensor[] _tensors;                         // the pulled rows of each table
    private readonly List<(TableColumns Columns, Tensor Flat)> _flats = [];
    private EmbeddingGather _gather;
    private Tape? _tape;
    private Tensor _dense;
    private bool _differentiatesDense;

    /// <summary>The tape of this step.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Begin"/> was not called since <see cref="Pull"/>.</exception>
    public Tape Tape
    {
        get
        {
            if (_tape is null) Throw.NotPulled();
            return _tape;
        }
    }

    /// <summary>The dense features, shape [rows, dense]; no gradient unless <see cref="Begin"/> was asked for it.</summary>
    public Tensor Dense
    {
        get
        {
            if (!_dense.IsValid) _dense = Tape.Input(Batch.Dense, _differentiatesDense);
            return _dense;
        }
    }

    /// <summary>How cells are put together from distinct rows, for operators of one's own.</summary>
    public EmbeddingGather Gather => _gather;

    /// <summary>Puts the pulled rows on a tape that was just reset. Call it once a step, before the model.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="differentiatesDense">Whether <see cref="AddDenseGradients"/> will be asked for.</param>
    public void Begin(Tape tape, bool differentiatesDense = false)
    {
        ArgumentNullException.ThrowIfNull(tape);
        _tape = tape;
        _differentiatesDense = differentiatesDense;
        _flats.Clear();
        _dense = default;
        for (int i = 0; i < _blocks.Length; i++)
            _tensors[i] = tape.RecordsGradients ? tape.Input(_blocks[i].Value, _blocks[i].Gradient) : tape.Input(_blocks[i].Value);
        _gather = new EmbeddingGather
        {
            Rows = Rows,
            Fields = Batch.Layout.Features,
            Positions = Batch.Occurrences,
            PositionToDistinct = _keys.PositionToDistinct,
            Distinct = _keys.Count,
            DistinctOffsets = _keys.DistinctOffsets,
            Occurrences = _keys.Occurrences,
        };
        if (Batch.Layout.Jagged)
            _gather = _gather.Pooled(tape, Batch.OffsetsPointer, Batch.KeyWeightsPointer, _averaged.Pointer);
    }

    /// <summary>The pulled rows of some columns, one row for each distinct key: the input of sparse operators of one's own.</summary>
    /// <param name="columns">From <see cref="ParameterFactory.Columns"/>.</param>
    /// <returns>Shape [distinct keys, columns].</returns>
    public Tensor Block(TableColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Tape.Columns(_tensors[columns.Table], columns.First, columns.Count);
    }

    /// <summary>For each example the pooled columns of each id feature, side by side, then its dense features.</summary>
    /// <param name="columns">From <see cref="ParameterFactory.Columns"/>.</param>
    /// <returns>Shape [rows, features · columns + dense]. The same tensor each time during one step.</returns>
    public Tensor Flat(TableColumns columns)
    {
        foreach ((TableColumns known, Tensor tensor) in _flats)
            if (known == columns) return tensor;
        Tensor flat = Tape.EmbedFields(Block(columns), _gather, 0, columns.Count, Batch.Dense);
        _flats.Add((columns, flat));
        return flat;
    }

    /// <summary>Adds ∂loss/∂dense to <paramref name="target"/> after <c>tape.Backward</c>, for every way on which <see cref="Dense"/> and
    /// <see cref="Flat"/> brought the dense features into the model.</summary>
    /// <param name="target">Shape [rows, dense].</param>
    /// <exception cref="InvalidOperationException"><see cref="Begin"/> was not asked for it.</exception>
    public void AddDenseGradients(MatrixView target)
    {
        if (!_differentiatesDense) Throw.DenseNotDifferentiated();
        if (_dense.IsValid) Add(_dense.Gradient, target);
        foreach ((TableColumns columns, Tensor flat) in _flats)
            Add(flat.Gradient.Columns(Batch.Layout.Features * columns.Count, Batch.Layout.Dense), target);
    }

    /// <summary>For each example the sum over its id features of one pooled column.</summary>
    /// <param name="column">One column, from <see cref="ParameterFactory.Columns"/>.</param>
    /// <returns>Shape [rows, 1].</returns>
    public Tensor SumOf(TableColumns column) => Tape.EmbedSum(Block(column), _gather, 0);

    private static void Add(MatrixView gradient, MatrixView target)
    {
        for (int r = 0; r < target.Rows; r++)
            for (int d = 0; d < target.Cols; d++) target[r, d] += gradient[r, d];
    }
}
