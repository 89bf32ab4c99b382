using Winnow.Training.Progress;

namespace Winnow.Cli.Terminal;

/// <summary>Shows a training run on standard error: a line that renews itself on a terminal, a line an evaluation elsewhere.</summary>
internal sealed class TrainingView(string label) : ITrainingObserver
{
    private readonly StatusLine _status = new();
    private long _rows;
    private double _rate;
    private WorkersProgress? _workers;

    /// <summary>Training samples a second at the last report.</summary>
    public double SamplesPerSecond => _rate;

    /// <summary>Positions that were handed out again.</summary>
    public long Retaken => _workers?.Retaken ?? 0;

    /// <summary>Writes a line that stays.</summary>
    public void Say(string text) => _status.Line($"{label}  {text}");

    /// <inheritdoc/>
    public void OnWorkers(in WorkersProgress workers)
    {
        if (workers.Workers == 0 && _workers is null or { Workers: > 0 }) _status.Renew($"{label}  waiting for workers …");
        _workers = workers;
    }

    /// <inheritdoc/>
    public void OnPhase(TrainingPhase phase)
    {
        if (phase is TrainingPhase.ReadingData) _status.Renew($"{label}  reading the data …");
        if (phase is TrainingPhase.Resuming) _status.Line($"{label}  going on from a checkpoint");
        if (phase is TrainingPhase.Done) _status.Renew("");
    }

    /// <inheritdoc/>
    public void OnProgress(in TrainingProgress progress)
    {
        _rows++;
        _rate += (progress.SamplesPerSecond - _rate) / Math.Min(_rows, 20);      // smooth enough to read
        string share = double.IsNaN(progress.EpochShare) ? "" : $" {progress.EpochShare,4:P0}";
        string left = progress.EpochTimeLeft is { } time ? $"  {Duration.Format(time)} left of this epoch" : "";
        _status.Renew($"{label}  epoch {progress.Epoch}/{progress.Epochs}{share}  loss {progress.Loss:0.0000}  {Duration.Rate(_rate)} samples/s{left}{Workers()}");
    }

    private string Workers()
    {
        if (_workers is not { } workers) return "";
        string waiting = double.IsNaN(workers.WaitingShare) ? "" : $", {workers.WaitingShare:P0} waiting";
        return $"  {workers.Workers} workers{waiting}{(workers.Retaken > 0 ? $", {workers.Retaken} retaken" : "")}";
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationPoint evaluation) => _status.Line(
        $"{label}  epoch {evaluation.Epoch,4:0.##}  training loss {evaluation.TrainingLoss:0.0000}  " +
        $"validation AUC {evaluation.Auc:0.00000}  log loss {evaluation.LogLoss:0.0000}{(evaluation.IsBest ? "  best so far" : "")}");
}
