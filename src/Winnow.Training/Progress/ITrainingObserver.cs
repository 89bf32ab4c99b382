namespace Winnow.Training.Progress;

/// <summary>
/// Is told how training goes. Called on the training thread, so a slow observer slows training; it must not change anything
/// the training uses. Implement only what is of interest.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>A new phase begins: reading data, training, evaluating, saving.</summary>
    /// <param name="phase">What is being done now.</param>
    void OnPhase(TrainingPhase phase)
    {
    }

    /// <summary>Steps were taken. Called a few times a second at most.</summary>
    /// <param name="progress">How far, how fast and how well.</param>
    void OnProgress(in TrainingProgress progress)
    {
    }

    /// <summary>Workers were looked after. Called a few times a second at most, and only if there are any.</summary>
    /// <param name="workers">How they are doing.</param>
    void OnWorkers(in WorkersProgress workers)
    {
    }

    /// <summary>The model was judged on the validation rows.</summary>
    /// <param name="evaluation">Where and with what result.</param>
    void OnEvaluation(EvaluationPoint evaluation)
    {
    }

    /// <summary>A checkpoint is on the disk.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="step">Steps taken when it was made.</param>
    void OnCheckpoint(string directory, long step)
    {
    }
}
