using Winnow.Training.Progress;

namespace Winnow.Training.FaultHost;

/// <summary>Writes each event on a line at once.</summary>
internal sealed class LineObserver(TextWriter output) : ITrainingObserver
{
    public void OnPhase(TrainingPhase phase) => Tell($"phase {phase}");

    public void OnProgress(in TrainingProgress progress) =>
        Tell($"step {progress.Step} epoch {progress.Epoch} {progress.SamplesPerSecond:f0}/s loss {progress.Loss:f4}");

    public void OnEvaluation(EvaluationPoint evaluation) =>
        Tell($"evaluation {evaluation.Step} train {evaluation.TrainingLoss:f4} auc {evaluation.Auc:f6} logLoss {evaluation.LogLoss:f6} rate {evaluation.RateFactor:g3}{(evaluation.IsBest ? " best" : "")}");

    public void OnCheckpoint(string directory, long step) => Tell($"checkpoint {step}");

    private void Tell(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
