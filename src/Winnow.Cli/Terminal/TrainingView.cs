using Winnow.Training.Progress;

namespace Winnow.Cli.Terminal;

/// <summary>Shows a training run on standard error: a line that renews itself on a terminal, a line an evaluation elsewhere.</summary>
internal sealed class TrainingView(string label) : ITrainingObserver
{
    private readonly StatusLine _status = new();
    private long _rows;
    private double _rate;

    /// <summary>Training samples a second at the last report.</summary>
    public double SamplesPerSecond => _rate;

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
        _status.Renew($"{label}  epoch {progress.Epoch}/{progress.Epochs}{share}  loss {progress.Loss:0.0000}  {Duration.Rate(_rate)} samples/s{left}");
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationPoint evaluation) => _status.Line(
        $"{label}  epoch {evaluation.Epoch,4:0.##}  training loss {evaluation.TrainingLoss:0.0000}  " +
        $"validation AUC {evaluation.Auc:0.00000}  log loss {evaluation.LogLoss:0.0000}{(evaluation.IsBest ? "  best so far" : "")}");
}
