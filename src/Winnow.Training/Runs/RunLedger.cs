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

/// <summary>A run as it is judged: the model, its evaluations, early stopping and plateau, best weights and checkpoints. Who takes the steps,
/// one process or many, is not its business.</summary>
internal sealed class RunLedger : IDisposable
{
    private readonly Recipe _recipe;
    private readonly TrainingData _data;
    private readonly TrainerOptions _options;
    private readonly Scorer _scorer;
    private readonly RunCheckpoints _checkpoints;
    private readonly ProgressWatch _watch;
    private readonly List<EvaluationPoint> _history = [];
    private long _lossSteps;
    private double _lossSum;

    public RunLedger(Recipe recipe, TrainingData data, WorkerTeam team, TrainerOptions options)
    {
        (_recipe, _data, _options) = (recipe, data, options);
        Live = LiveModel.Create(recipe, data.Plan.Schema, team);
        _scorer = new Scorer(Live);
        _checkpoints = new RunCheckpoints(options, recipe, data);
        _watch = new ProgressWatch(recipe.Training.EarlyStopping, recipe.Training.Plateau);
        Meter = new ProgressMeter(options.Observer, options.Time, recipe.Training.Epochs, data.TrainingRows);
    }

    /// <summary>The model.</summary>
    public LiveModel Live { get; }

    /// <summary>Tells the observer how far training is.</summary>
    public ProgressMeter Meter { get; }

    /// <summary>Steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>What plateau decay multiplies the learning rates by.</summary>
    public float RateFactor => _watch.State.RateFactor;

    /// <summary>Whether early stopping wants training to end.</summary>
    public bool ShouldStop => _watch.ShouldStop;

    /// <summary>Whether there was an evaluation since the last step.</summary>
    public bool IsEvaluated => _history.LastOrDefault()?.Step == Steps;

    private PointwiseOptions Metrics => new() { CalibrationBins = _recipe.Evaluation.CalibrationBins };

    private BootstrapOptions? Bootstrap => _recipe.Evaluation.BootstrapRounds == 0 ? null : new BootstrapOptions
    {
        Resamples = _recipe.Evaluation.BootstrapRounds, Seed = _recipe.Seed, Threads = Live.Team.Threads,
    };

    /// <summary>Goes on from the newest checkpoint, if there is one.</summary>
    /// <param name="position">The next batch.</param>
    public bool TryResume(out DataPosition position)
    {
        position = DataPosition.Start;
        if (!_checkpoints.TryLoad(Live, out TrainingState state)) return false;
        _options.Observer?.OnPhase(TrainingPhase.Resuming);
        (Steps, _lossSum, _lossSteps, _watch.State, position) = (state.Step, state.LossSum, state.LossSteps, state.Watch, state.Position);
        _history.AddRange(state.History);
        return true;
    }

    /// <summary>Counts steps that were taken.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="lossSum">Sum of their losses.</param>
    public void Count(long steps, double lossSum)
    {
        Steps += steps;
        _lossSum += lossSum;
        _lossSteps += steps;
    }

    /// <summary>Judges the model on the validation rows, keeps it if it is the best so far, and saves a checkpoint.</summary>
    /// <param name="position">The next batch.</param>
    public void Evaluate(DataPosition position)
    {
        _options.Observer?.OnPhase(TrainingPhase.Evaluating);
        if (Score(_data.Validation)?.Judge(Metrics) is { } report) Note(report, position);
        (_lossSum, _lossSteps) = (0, 0);
        Save(position);
        _options.Observer?.OnPhase(TrainingPhase.Training);
    }

    /// <summary>Saves a checkpoint.</summary>
    /// <param name="position">The next batch.</param>
    public void Save(DataPosition position) =>
        _checkpoints.Save(new TrainingState(Steps, position, _lossSum, _lossSteps, _watch.State, [.. _history]), Live);

    /// <summary>Restores the best weights, judges them and writes the model.</summary>
    /// <param name="position">The next batch, had training gone on.</param>
    public TrainingResult Finish(DataPosition position)
    {
        if (_watch.State.Best is not null && _watch.State.BestStep != Steps) _checkpoints.LoadBest(Live, _watch.State.BestStep);
        _options.Observer?.OnPhase(TrainingPhase.Evaluating);
        ScoredRows? validation = Score(_data.Validation), test = Score(_data.Test);
        TrainingResult result = new()
        {
            Steps = Steps,
            BestStep = _watch.State.Best is null ? Steps : _watch.State.BestStep,
            StoppedEarly = position.Epoch < _recipe.Training.Epochs,
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
            ModelDirectory.Save(output, _recipe, _data, Live, result);
        }

        return result;
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        _scorer.Dispose();
        Live.Dispose();
    }

    private void Note(PointwiseReport report, DataPosition position)
    {
        bool best = _watch.Observe(Watched(report), Steps);
        if (best) _checkpoints.SaveBest(Steps, Live);
        double epoch = position.Epoch + (double)position.Batch * _recipe.Training.BatchSize / _data.TrainingRows;
        EvaluationPoint point = new(
            Steps, epoch, _lossSum / Math.Max(1, _lossSteps), report.Auc, report.Gauc?.Value ?? double.NaN, report.LogLoss, RateFactor, best);
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
}
