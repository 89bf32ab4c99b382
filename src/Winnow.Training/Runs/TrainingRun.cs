using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Evaluation.Reports;
using Winnow.Numerics;
using Winnow.Training.Checkpoints;
using Winnow.Training.ModelFiles;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;
using Winnow.Training.Scoring;

namespace Winnow.Training;

/// <summary>One run under way: the model, where it stands, and the epochs still to come.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly Recipe _recipe;
    private readonly TrainingData _data;
    private readonly TrainerOptions _options;
    private readonly LiveModel _live;
    private readonly TrainingStep _step;
    private readonly Scorer _scorer;
    private readonly RunCheckpoints _checkpoints;
    private readonly ProgressWatch _watch;
    private readonly ProgressMeter _meter;
    private readonly ILearningRateSchedule _schedule;
    private readonly List<EvaluationPoint> _history = [];
    private long _steps, _lossSteps;
    private double _lossSum;

    public TrainingRun(Recipe recipe, TrainingData data, WorkerTeam team, TrainerOptions options)
    {
        TrainingOptions training = recipe.Training;
        (_recipe, _data, _options) = (recipe, data, options);
        _live = LiveModel.Create(recipe, data.Plan.Schema, team);
        _step = new TrainingStep(_live, training, recipe.Seed);
        _scorer = new Scorer(_live);
        _checkpoints = new RunCheckpoints(options, recipe, data);
        _watch = new ProgressWatch(training.EarlyStopping, training.Plateau);
        _meter = new ProgressMeter(options.Observer, options.Time, training.Epochs, data.TrainingRows);
        _schedule = training.Schedule.Create(Math.Max(1, training.Epochs * ((data.TrainingRows + training.BatchSize - 1) / training.BatchSize)));
    }

    private TrainingState State => new(_steps, _data.Training.Position, _lossSum, _lossSteps, _watch.State, [.. _history]);

    private PointwiseOptions Metrics => new() { CalibrationBins = _recipe.Evaluation.CalibrationBins };

    private BootstrapOptions? Bootstrap => _recipe.Evaluation.BootstrapRounds == 0 ? null : new BootstrapOptions
    {
        Resamples = _recipe.Evaluation.BootstrapRounds, Seed = _recipe.Seed, Threads = _live.Team.Threads,
    };

    private bool IsOver => _watch.ShouldStop || _data.Training.Position.Epoch >= _recipe.Training.Epochs;

    /// <summary>Goes on from the newest checkpoint, if there is one.</summary>
    public void Resume()
    {
        if (!_checkpoints.TryLoad(_live, out TrainingState state)) return;
        _options.Observer?.OnPhase(TrainingPhase.Resuming);
        _data.Training.Seek(state.Position);
        (_steps, _lossSum, _lossSteps, _watch.State) = (state.Step, state.LossSum, state.LossSteps, state.Watch);
        _history.AddRange(state.History);
    }

    /// <summary>Takes steps until the last epoch is over or early stopping says so.</summary>
    public void Train(CancellationToken cancel)
    {
        using Batch batch = new(_data.Plan.Layout);
        _options.Observer?.OnPhase(TrainingPhase.Training);
        _meter.StartEpoch(_data.Training.Position.Batch * _recipe.Training.BatchSize);
        while (!IsOver)
        {
            if (cancel.IsCancellationRequested) Cancel(cancel);
            if (_data.Training.Next(batch)) TakeStep(batch);
            else EndEpoch();
        }

        if (_history.LastOrDefault()?.Step != _steps) Evaluate();
    }

    /// <summary>Restores the best weights, judges them and writes the model.</summary>
    public TrainingResult Finish()
    {
        if (_watch.State.Best is not null && _watch.State.BestStep != _steps) _checkpoints.LoadBest(_live, _watch.State.BestStep);
        _options.Observer?.OnPhase(TrainingPhase.Evaluating);
        ScoredRows? validation = Score(_data.Validation), test = Score(_data.Test);
        TrainingResult result = new()
        {
            Steps = _steps,
            BestStep = _watch.State.Best is null ? _steps : _watch.State.BestStep,
            StoppedEarly = _data.Training.Position.Epoch < _recipe.Training.Epochs,
            History = _history,
            Validation = validation?.Judge(Metrics),
            Test = test?.Judge(Metrics with { Bootstrap = Bootstrap }),
            Scores = (test ?? validation) is { } scored ? ScoreHistogram.Compute(scored.Scores, scored.Labels) : null,
            Importances = Importances(),
            BadRows = _data.BadRows,
            Elapsed = TimeSpan.Zero,
        };
        if (_options.Output is { } output)
        {
            _options.Observer?.OnPhase(TrainingPhase.Saving);
            ModelDirectory.Save(output, _recipe, _data, _live, result);
        }

        return result;
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        _scorer.Dispose();
        _step.Dispose();
        _live.Dispose();
    }

    private void TakeStep(Batch batch)
    {
        float factor = _schedule.At(_steps) * _watch.State.RateFactor;
        float loss = _step.Run(batch, _steps, factor);
        _steps++;
        _lossSum += loss;
        _lossSteps++;
        DataPosition position = _data.Training.Position;
        _meter.Count(_steps, position.Epoch + 1, batch.Rows, loss, _recipe.Training.LearningRate * factor);
        int every = _recipe.Training.EvaluateEverySteps;
        if (every > 0 && _steps % every == 0) Evaluate();
        else if (_recipe.Checkpoint.EverySteps > 0 && _steps % _recipe.Checkpoint.EverySteps == 0) _checkpoints.Save(State, _live);
    }

    private void EndEpoch()
    {
        if (_recipe.Training.EvaluateEverySteps == 0) Evaluate();
        _meter.StartEpoch(0);
    }

    /// <summary>Judges the model on the validation rows, keeps it if it is the best so far, and saves a checkpoint.</summary>
    private void Evaluate()
    {
        _options.Observer?.OnPhase(TrainingPhase.Evaluating);
        if (Score(_data.Validation)?.Judge(Metrics) is { } report) Note(report);
        (_lossSum, _lossSteps) = (0, 0);
        _checkpoints.Save(State, _live);
        _options.Observer?.OnPhase(TrainingPhase.Training);
    }

    private void Note(PointwiseReport report)
    {
        bool best = _watch.Observe(Watched(report), _steps);
        if (best) _checkpoints.SaveBest(_steps, _live);
        DataPosition position = _data.Training.Position;
        double epoch = position.Epoch + (double)position.Batch * _recipe.Training.BatchSize / _data.TrainingRows;
        EvaluationPoint point = new(
            _steps, epoch, _lossSum / Math.Max(1, _lossSteps), report.Auc, report.Gauc?.Value ?? double.NaN, report.LogLoss, _watch.State.RateFactor, best);
        _history.Add(point);
        _options.Observer?.OnEvaluation(point);
    }

    private ScoredRows? Score(EncodedDataset rows) => rows.Rows == 0 ? null : _scorer.Score(rows, _recipe.Evaluation.BatchSize);

    /// <summary>On the test rows, or else on the validation rows, if both classes are among them.</summary>
    private IReadOnlyList<FeatureImportance> Importances()
    {
        EncodedDataset rows = _data.Test.Rows > 0 ? _data.Test : _data.Validation;
        bool possible = rows.LabelSum > 0 && rows.LabelSum < rows.Rows;
        return possible && _recipe.Evaluation.FeatureImportance
            ? ModelImportance.Measure(_scorer, rows, _recipe.Evaluation.BatchSize, _recipe.Seed)
            : [];
    }

    private double Watched(PointwiseReport report)
    {
        WatchedMetric metric = _recipe.Training.EarlyStopping.Metric;
        double value = metric switch
        {
            WatchedMetric.Auc => report.Auc,
            WatchedMetric.Gauc => report.Gauc?.Value ?? double.NaN,
            _ => report.LogLoss,
        };
        return double.IsFinite(value) ? value : throw new InvalidOperationException(
            $"Early stopping watches {YamlNames.Of(metric)}, which has no value on the validation rows. "
            + (report.AucMissingReason ?? "GAUC needs a group column in the schema.") + " Watch logLoss (training.earlyStopping.metric), or hold out other rows.");
    }

    private void Cancel(CancellationToken cancel)
    {
        _checkpoints.Save(State, _live);
        cancel.ThrowIfCancellationRequested();
    }
}
