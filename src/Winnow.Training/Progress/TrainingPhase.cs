namespace Winnow.Training.Progress;

/// <summary>What a training run is busy with.</summary>
public enum TrainingPhase
{
    /// <summary>Reading files, fitting the feature plan, encoding rows.</summary>
    ReadingData,

    /// <summary>Reading a checkpoint to go on from.</summary>
    Resuming,

    /// <summary>Taking steps.</summary>
    Training,

    /// <summary>Judging the model.</summary>
    Evaluating,

    /// <summary>Writing a checkpoint or the model.</summary>
    Saving,

    /// <summary>Nothing more to do.</summary>
    Done,
}
