namespace Winnow.Training.Progress;

/// <summary>Passes everything on to several observers, in order.</summary>
internal sealed class SeveralObservers(params ITrainingObserver[] observers) : ITrainingObserver
{
    public void OnPhase(TrainingPhase phase)
    {
        foreach (ITrainingObserver observer in observers) observer.OnPhase(phase);
    }

    public void OnProgress(in TrainingProgress progress)
    {
        foreach (ITrainingObserver observer in observers) observer.OnProgress(progress);
    }

    public void OnWorkers(in WorkersProgress workers)
    {
        foreach (ITrainingObserver observer in observers) observer.OnWorkers(workers);
    }

    public void OnEvaluation(EvaluationPoint evaluation)
    {
        foreach (ITrainingObserver observer in observers) observer.OnEvaluation(evaluation);
    }

    public void OnCheckpoint(string directory, long step)
    {
        foreach (ITrainingObserver observer in observers) observer.OnCheckpoint(directory, step);
    }
}
