namespace Winnow.Training.Progress;

/// <summary>How far training is.</summary>
/// <param name="Step">Steps taken since the start of training, also before a resume.</param>
/// <param name="Epoch">Number of the epoch under way, from 1.</param>
/// <param name="Epochs">Epochs asked for; early stopping may end sooner.</param>
/// <param name="EpochShare">Share of this epoch that is done, in [0, 1]; NaN for a stream of unknown length.</param>
/// <param name="SamplesPerSecond">Training rows a second since the last report.</param>
/// <param name="Loss">Mean training loss since the last report.</param>
/// <param name="LearningRate">Learning rate of the layers at the last step.</param>
/// <param name="EpochTimeLeft">Time until this epoch ends at the rate of this epoch; null for a stream of unknown length.</param>
public readonly record struct TrainingProgress(
    long Step,
    int Epoch,
    int Epochs,
    double EpochShare,
    double SamplesPerSecond,
    double Loss,
    float LearningRate,
    TimeSpan? EpochTimeLeft);
