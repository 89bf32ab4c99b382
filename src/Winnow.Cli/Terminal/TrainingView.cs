using Winnow.Training.Progress;

namespace Winnow.Cli.Terminal;

/// <summary>Shows a training run on standard error: a line that renews itself on a terminal, a line an evaluation elsewhere.</summary>
internal sealed class TrainingView(string label) : ITrainingObserver
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private int _shown;         // characters of the line that renews itself
    private long _rows;
    private double _rate;

    /// <summary>Training samples a second at the last report.</summary>
    public double SamplesPerSecond => _rate;

    /// <inheritdoc/>
    public void OnPhase(TrainingPhase phase)
    {
        if (phase is TrainingPhase.ReadingData) Renew($"{label}  reading the data …");
        if (phase is TrainingPhase.Resuming) Line($"{label}  going on from a checkpoint");
        if (phase is TrainingPhase.Done) Renew("");
    }

    /// <inheritdoc/>
    public void OnProgress(in TrainingProgress progress)
    {
        _rows++;
        _rate += (progress.SamplesPerSecond - _rate) / Math.Min(_rows, 20);      // smooth enough to read
        string share = double.IsNaN(progress.EpochShare) ? "" : $" {progress.EpochShare,4:P0}";
        string left = progress.EpochTimeLeft is { } time ? $"  {Duration.Format(time)} left of this epoch" : "";
        Renew($"{label}  epoch {progress.Epoch}/{progress.Epochs}{share}  loss {progress.Loss:0.0000}  {Duration.Rate(_rate)} samples/s{left}");
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationPoint evaluation) => Line(
        $"{label}  epoch {evaluation.Epoch,4:0.##}  training loss {evaluation.TrainingLoss:0.0000}  " +
        $"validation AUC {evaluation.Auc:0.00000}  log loss {evaluation.LogLoss:0.0000}{(evaluation.IsBest ? "  best so far" : "")}");

    private void Line(string text)
    {
        Renew("");
        Console.Error.WriteLine(text);
    }

    private void Renew(string text)
    {
        if (!_isTerminal) return;
        int width = Math.Max(20, Console.BufferWidth - 1);
        if (text.Length > width) text = text[..width];
        Console.Error.Write('\r' + text.PadRight(_shown) + (text.Length == 0 ? "\r" : ""));
        _shown = text.Length;
    }
}
