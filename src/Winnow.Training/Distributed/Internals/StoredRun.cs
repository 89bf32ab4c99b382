using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;

namespace Winnow.Training.Distributed;

/// <summary>A run whose parameters are in a store: opens the work up to the next evaluation or checkpoint, waits until it is done, and judges or saves what
/// the store then holds, which is one cut, as nobody has anything left to push.</summary>
internal sealed class StoredRun : ITrainingRun
{
    private static readonly TimeSpan s_timeToLeave = TimeSpan.FromSeconds(3), s_betweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly Recipe _recipe;
    private readonly TrainingData _data;
    private readonly TrainerOptions _options;
    private readonly SyncOptions _sync;
    private readonly IParameterStoreProvider _provider;
    private readonly Func<StoredRun, IWorkDriver> _drive;
    private readonly RunLedger _ledger;
    private readonly RunPlan _plan;
    private readonly RunTicket _ticket;
    private DataPosition _position;
    private IParameterStore? _store;
    private RunName? _name;

    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The rows.</param>
    /// <param name="team">The threads that judge.</param>
    /// <param name="options">Places and eyes.</param>
    /// <param name="sync">How workers keep step.</param>
    /// <param name="provider">Where the store is.</param>
    /// <param name="drive">Makes who gets the work done.</param>
    public StoredRun(
        Recipe recipe, TrainingData data, WorkerTeam team, TrainerOptions options, SyncOptions sync, IParameterStoreProvider provider, Func<StoredRun, IWorkDriver> drive)
    {
        sync.Check(recipe);
        (_recipe, _data, _options, _sync, _provider, _drive) = (recipe, data, options, sync, provider, drive);
        _ledger = new RunLedger(recipe, data, team, options);
        _plan = new RunPlan(recipe, data.TrainingRows);
        _ticket = new RunTicket(options.Checkpoints);
    }

    /// <summary>The run in the store.</summary>
    public RunName Name => _name ?? throw new InvalidOperationException("The run has not begun.");

    /// <summary>The store.</summary>
    public IParameterStore Store => _store ?? throw new InvalidOperationException("The run has not begun.");

    /// <summary>What is disposed of with the run, as it was made for it alone.</summary>
    public IDisposable? Owned { get; init; }

    /// <summary>Whether the run is deleted from the store when the model is written. Default true.</summary>
    public bool DeletesAtEnd { get; init; } = true;

    /// <summary>What workers need to know.</summary>
    public WorkContext Context => new(_recipe, _data, _sync.Mode, Name.FirstStep);

    private int Positions => WorkContext.PositionsOf(_sync.Mode, _recipe.Training.MicroBatches);

    public void Resume()
    {
        if (_ledger.TryResume(out DataPosition position)) _position = position;
    }

    public void Train(CancellationToken cancel)
    {
        OpenStore();
        using IWorkDriver driver = _drive(this);
        _options.Observer?.OnPhase(TrainingPhase.Training);
        StartEpoch();
        while (!_ledger.ShouldStop && _ledger.Steps < _plan.Steps) Advance(driver, cancel);
        if (!_ledger.IsEvaluated)
        {
            _position = _plan.BatchOf(_ledger.Steps);
            _ledger.Evaluate(_position);
        }
        else if (!_ledger.ShouldStop) _position = _plan.BatchOf(_ledger.Steps);

        Store.Queue.Close();
    }

    public TrainingResult Finish()
    {
        TrainingResult result = _ledger.Finish(_position);
        if (!DeletesAtEnd) return result;
        AwaitLeave();
        Store.Delete();
        return result;
    }

    /// <summary>Tells the observer of work that was done.</summary>
    /// <param name="position">The last position that was done.</param>
    /// <param name="rows">Rows of data since the last report.</param>
    /// <param name="loss">Their mean loss.</param>
    public void Report(long position, int rows, float loss)
    {
        long step = Name.FirstStep + position / Positions;
        float rate = _recipe.Training.LearningRate * _plan.RateAt(step) * _ledger.RateFactor;
        _ledger.Meter.Count(step + 1, _plan.BatchOf(step).Epoch + 1, rows, loss, rate);
    }

    public void Dispose()
    {
        _store?.Dispose();
        Owned?.Dispose();
        _ledger.Dispose();
    }

    /// <summary>Workers that were sent home are to find their run as long as they ask for it.</summary>
    private void AwaitLeave()
    {
        long start = _options.Time.GetTimestamp();
        while (Store.Queue.Status().Workers > 0 && _options.Time.GetElapsedTime(start) < s_timeToLeave) Thread.Sleep(s_betweenLooks);
    }

    private void StartEpoch() => _ledger.Meter.StartEpoch(_plan.BatchOf(_ledger.Steps).Batch * _recipe.Training.BatchSize);

    /// <summary>Finds the run in the store where this process died over it; otherwise makes it, from the checkpoint if there is one.</summary>
    private void OpenStore()
    {
        if (_ticket.Read() is { } run && TryOpen(RunName.Parse(run))) return;
        _name = RunName.Of(_recipe, _data.Fingerprint, _sync, RunTicket.NewSalt(), _ledger.Steps);
        _store = _provider.Create(LayoutOf(_name), _ledger.Live.Model.Parameters);
        if (_ledger.Steps > 0) StoreCopy.Send(_ledger.Live, _store);
        _ticket.Write(_name.ToString());
    }

    private bool TryOpen(RunName name)
    {
        if (name != RunName.Of(_recipe, _data.Fingerprint, _sync, name.Salt, name.FirstStep)) return false;
        if (_provider.TryOpen(LayoutOf(name)) is not { } store) return false;
        long limit = store.Queue.Status().Limit, done = (_ledger.Steps - name.FirstStep) * Positions;
        long next = (_plan.NextStop(_ledger.Steps) - name.FirstStep) * Positions;
        if (limit > 0 && done >= 0 && limit >= done && limit <= next)
        {
            (_store, _name) = (store, name);
            return true;
        }

        store.Delete();                 // it stands elsewhere than the checkpoint
        store.Dispose();
        return false;
    }

    private ParameterStoreLayout LayoutOf(RunName name) => StoreLayout.Of(_recipe, _ledger.Live.Model, _sync, name);

    /// <summary>One stretch of work, up to the next evaluation or checkpoint.</summary>
    private void Advance(IWorkDriver driver, CancellationToken cancel)
    {
        long limit = (_plan.NextStop(_ledger.Steps) - Name.FirstStep) * Positions;
        if (!_sync.SharesSteps) WarmUp(driver, limit, cancel);
        if (Store.Queue.Status().Limit < limit) Store.Queue.Open(limit, _ledger.RateFactor);      // else a run that was found at work; opening would forget its losses
        PositionQueueStatus status = driver.Drive(limit, cancel);
        long steps = Name.FirstStep + status.Completed / Positions;
        _ledger.Count(steps - _ledger.Steps, status.LossSum);
        StoreCopy.Fetch(Store, _ledger.Live);
        _position = _plan.PositionAfter(steps);
        if (status.Completed == limit && _plan.IsEvaluatedAfter(steps)) _ledger.Evaluate(_position);
        else _ledger.Save(_position);
        if (_position.Batch == 0) StartEpoch();
        if (status.Completed < limit) cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Opens one step at a time as long as the run is young.</summary>
    private void WarmUp(IWorkDriver driver, long limit, CancellationToken cancel)
    {
        while (_ledger.Steps < _sync.WarmSteps && _ledger.Steps - Name.FirstStep + 1 < limit)
        {
            long next = _ledger.Steps - Name.FirstStep + 1;
            if (Store.Queue.Status().Limit > next) return;          // found at work, and farther
            Store.Queue.Open(next, _ledger.RateFactor);
            _ledger.Count(1, driver.Drive(next, cancel).LossSum);
        }
    }
}
