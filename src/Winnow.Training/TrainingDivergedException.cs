namespace Winnow.Training;

/// <summary>Training was stopped because numbers were no longer finite. Nothing of that step was kept.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="step">The step at fault, the first is 1.</param>
    /// <param name="place">What was not finite, and where: table and key, parameter, or row of the batch.</param>
    /// <param name="learningRate">Learning rate of the layers in that step.</param>
    public TrainingDivergedException(long step, string place, float learningRate)
        : base($"Step {step}: {place}. Training stopped. Try a lower learning rate (training.learningRate is {learningRate:g3} here, "
            + "embedding rows have their own under training.embeddings.optimizer), gradient clipping (training.clipNorm: 1), "
            + "or a transform for number columns with large values (transform: standardize or log).")
    {
        Step = step;
        Place = place;
    }

    /// <summary>The step at fault, the first is 1.</summary>
    public long Step { get; }

    /// <summary>What was not finite, and where.</summary>
    public string Place { get; }
}
