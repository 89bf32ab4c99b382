using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>A run in one process that takes each step whole.</summary>
internal sealed class TrainingRun : ITrainingRun
{
    private readonly Recipe _recipe;
    private readonly TrainingData _data;
    private readonly TrainerOptions _options;
    private readonly RunLedger _ledger;
    private readonly TrainingStep _step;
    private readonly RunPlan _plan;

    public TrainingRun(Recipe recipe, TrainingData data, WorkerTeam team, TrainerOptions options)
    {
        (_recipe, _data, _options) = (recipe, data, options);
        _ledger = new RunLedger(recipe, data, team, options);
        _step = new TrainingStep(_ledger.Live, recipe.Training, recipe.Seed);
        _plan = new RunPlan(recipe, data.TrainingRows);
    }

    private bool IsOver => _ledger.ShouldStop || _data.Training.Position.Epoch >= _recipe.Training.Epochs;

    public void Resume()
    {
        if (_ledger.TryResume(out DataPosition position)) _data.Training.Seek(position);
    }

    public void Train(CancellationToken cancel)
    {
        using Batch batch = new(_data.Plan.Layout);
        _options.Observer?.OnPhase(Progress.TrainingPhase.Training);
        _ledger.Meter.StartEpoch(_data.Training.Position.Batch * _recipe.Training.BatchSize);
        while (!IsOver)
        {
            if (cancel.IsCancellationRequested) Cancel(cancel);
            if (_data.Training.Next(batch)) TakeStep(batch);
            else EndEpoch();
        }

        if (!_ledger.IsEvaluated) _ledger.Evaluate(_data.Training.Position);
    }

    public TrainingResult Finish() => _ledger.Finish(_data.Training.Position);

    public void Dispose()
    {
        _step.Dispose();
        _ledger.Dispose();
    }

    private void TakeStep(Batch batch)
    {
        float factor = _plan.RateAt(_ledger.Steps) * _ledger.RateFactor;
        float loss = _step.Run(batch, _ledger.Steps, factor);
        _ledger.Count(1, loss);
        DataPosition position = _data.Training.Position;
        _ledger.Meter.Count(_ledger.Steps, position.Epoch + 1, batch.Rows, loss, _recipe.Training.LearningRate * factor);
        int every = _recipe.Training.EvaluateEverySteps;
        if (every > 0 && _ledger.Steps % every == 0) _ledger.Evaluate(position);
        else if (_recipe.Checkpoint.EverySteps > 0 && _ledger.Steps % _recipe.Checkpoint.EverySteps == 0) _ledger.Save(position);
    }

    private void EndEpoch()
    {
        if (_recipe.Training.EvaluateEverySteps == 0) _ledger.Evaluate(_data.Training.Position);
        _ledger.Meter.StartEpoch(0);
    }

    private void Cancel(CancellationToken cancel)
    {
        _ledger.Save(_data.Training.Position);
        cancel.ThrowIfCancellationRequested();
    }
}
