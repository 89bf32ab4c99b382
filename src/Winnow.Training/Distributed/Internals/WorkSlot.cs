using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Training.Distributed;

/// <summary>One position on its way through a worker: its rows, the parameters it was pulled with, its gradients. The three stations
/// <see cref="Pull"/>, <see cref="Compute"/> and <see cref="Push"/> may run on different threads, one after the other.</summary>
internal sealed class WorkSlot : IDisposable
{
    private readonly WorkContext _context;
    private readonly IParameterStore _store;
    private readonly IBatchSource _source;
    private readonly Batch _whole, _part;
    private readonly RankingModel _model;
    private readonly EmbeddedBatch _embedded;
    private readonly float[] _tableRates;
    private readonly float[] _pulled;           // the blocks, one after the other
    private readonly GradientClipping? _clipping;
    private DataPosition _wholeIs = new(-1);
    private float _share, _factor;

    /// <param name="context">The run.</param>
    /// <param name="store">The connection of this slot; disposed with it.</param>
    /// <param name="team">Threads that find keys and fill batches.</param>
    public WorkSlot(WorkContext context, IParameterStore store, WorkerTeam team)
    {
        (_context, _store) = (context, store);
        _source = context.Data.OpenTraining(team);
        _whole = new Batch(context.Data.Plan.Layout);
        _part = new Batch(context.Data.Plan.Layout);
        _model = context.Recipe.Model.Create(new ParameterFactory(context.Data.Plan.Schema, context.Recipe.Seed));
        _embedded = new EmbeddedBatch(_model, team);
        _tableRates = [.. store.Tables.Select(t => t.Options.Optimizer.LearningRate)];
        _pulled = new float[_model.Parameters.Sum(p => p.Values.Length)];
        _clipping = context.Recipe.Training.ClipNorm > 0 ? new GradientClipping(context.Recipe.Training.ClipNorm) : null;
    }

    /// <summary>The work to be done.</summary>
    public IPositionQueue Queue => _store.Queue;

    /// <summary>The position; −1 if there is none.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>Rows of the position.</summary>
    public int Rows => IsEnd ? 0 : Batch.Rows;

    /// <summary>Its share of the mean loss of the batch.</summary>
    public float Loss { get; private set; }

    /// <summary>Whether the position has no rows but ends its step; see <see cref="WorkContext.EndsSteps"/>.</summary>
    public bool IsEnd => _context.EndsSteps && Part == _context.Parts;

    private long Step => Position / _context.Positions;

    private int Part => (int)(Position % _context.Positions);

    private Batch Batch => _context.Parts == 1 ? _whole : _part;

    /// <summary>Takes on a position and fills its batch.</summary>
    public void Take(PositionLease lease)
    {
        Position = lease.Position;
        _factor = _context.Plan.RateAt(_context.FirstStep + Step) * lease.RateFactor;
        if (IsEnd)
        {
            TakeNothing();
            return;
        }

        DataPosition at = _context.Plan.BatchOf(_context.FirstStep + Step);
        if (at != _wholeIs)
        {
            _source.Seek(at);
            if (!_source.Next(_whole)) throw new InvalidOperationException($"Position {Position} of the run lies behind the end of its epoch.");
            _wholeIs = at;
        }

        Cut(Part);
        _embedded.Prepare(Batch);
    }

    /// <summary>Whether all rows of the step of an <see cref="IsEnd"/> were done and their updates acknowledged.</summary>
    public bool IsStepDone() => _store.Queue.Status().Completed >= Position;

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="TimeoutException">The step before did not end in time.</exception>
    public void Pull()
    {
        ulong source = _store.Layout.Source;
        _store.Blocks.Pull(_model.Parameters, source, _context.WaitsForBlocks ? Step : 0);
        RememberBlocks();
        for (int t = 0; t < _store.Tables.Count; t++)
            _store.Tables[t].Pull(_embedded.Keys, _embedded.RowsOf(t), source, _context.WaitsForTables ? Step : 0);
    }

    /// <summary>Computes loss and gradients.</summary>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public void Compute(Tape tape)
    {
        Loss = 0;
        foreach (Parameter parameter in _model.Parameters) parameter.ClearGradient();
        if (_share > 0) RunTape(tape);
        else for (int t = 0; t < _store.Tables.Count; t++) _embedded.GradientsOf(t).Clear();
        _clipping?.Clip(_model.Parameters, tape.Team);
        TakeMeasurements();
    }

    /// <summary>Sends the gradients; may be repeated.</summary>
    /// <exception cref="TrainingDivergedException">A gradient is not finite.</exception>
    public void Push()
    {
        ulong source = _store.Layout.Source;
        for (int t = 0; t < _store.Tables.Count; t++)
        {
            UpdateTag tag = new(source, Position, _context.Positions, _tableRates[t] * _factor);
            int bad = _store.Tables[t].Push(tag, _embedded.Keys, _embedded.GradientsOf(t), _embedded.RowsOf(t));
            if (bad >= 0) throw Diverged($"the gradient of table '{_store.Tables[t].Options.Table.Name}', row of key {_embedded.Keys[bad]:x16}, is not finite");
        }

        float rate = _context.Recipe.Training.LearningRate * _factor;
        _store.Blocks.Push(new UpdateTag(source, Position, _context.Positions, rate), _model.Parameters, _pulled);
        _store.Commit();
    }

    /// <summary>Reports the position as done.</summary>
    /// <returns>False if another worker had done it before.</returns>
    public bool Complete(string worker) => _store.Queue.Complete(worker, Position, Loss, Rows);

    /// <summary>Forgets the position.</summary>
    public void Release() => Position = -1;

    public void Dispose()
    {
        _clipping?.Dispose();
        _embedded.Dispose();
        _model.Dispose();
        _part.Dispose();
        _whole.Dispose();
        _source.Dispose();
        _store.Dispose();
    }

    private void TakeNothing()
    {
        foreach (Parameter parameter in _model.Parameters) parameter.ClearGradient();
        _part.Clear();
        _embedded.Prepare(_part);
        Loss = 0;
    }

    /// <summary>The rows of a part: consecutive, as many as of any other part or one more.</summary>
    private void Cut(int part)
    {
        int parts = _context.Parts, first = (int)((long)_whole.Rows * part / parts), end = (int)((long)_whole.Rows * (part + 1) / parts);
        if (parts > 1)
        {
            _part.Clear();
            _part.Append(_whole, first, end - first);
        }

        _share = parts == 1 ? 1 : ShareOf(_whole, first, end);
    }

    private static float ShareOf(Batch whole, int first, int end)
    {
        if (whole.Weights.IsEmpty) return (float)(end - first) / whole.Rows;
        double all = 0, some = 0;
        for (int row = 0; row < whole.Rows; row++)
        {
            all += whole.Weights[row];
            if (row >= first && row < end) some += whole.Weights[row];
        }

        return all > 0 ? (float)(some / all) : 0;
    }

    private void RunTape(Tape tape)
    {
        RandomStream random = _context.Dropout.Fork((ulong)(_context.FirstStep + Step));
        tape.Reset();
        tape.Random = _context.Parts == 1 ? random : random.Fork((ulong)Part);
        _embedded.Begin(tape);
        Tensor logits = _model.Forward(tape, _embedded), loss = _model.Loss(tape, logits, _embedded);
        Loss = _share * loss.Scalar;
        if (!float.IsFinite(Loss)) throw Diverged(Divergence.FindPulled(_model, _embedded, logits.FirstNonFiniteRow, loss.Scalar));
        tape.Backward(_share == 1 ? loss : tape.Scale(loss, _share));
    }

    /// <summary>What the forward pass measured for running statistics is sent in place of a gradient.</summary>
    private void TakeMeasurements()
    {
        foreach (Parameter parameter in _model.Parameters)
        {
            if (parameter.AverageShare is null || _share == 0) continue;
            Span<float> measured = parameter.Gradients;
            for (int i = 0; i < measured.Length; i++) measured[i] *= _share;
            parameter.SetGradient(measured);
        }
    }

    private void RememberBlocks()
    {
        int at = 0;
        foreach (Parameter parameter in _model.Parameters)
        {
            parameter.Values.CopyTo(_pulled.AsSpan(at));
            at += parameter.Values.Length;
        }
    }

    private TrainingDivergedException Diverged(string place) =>
        new(_context.FirstStep + Step + 1, place, _context.Recipe.Training.LearningRate * _factor);
}
