namespace Winnow.Training;

/// <summary>One run under way: the model, where it stands, and the epochs still to come.</summary>
internal interface ITrainingRun : IDisposable
{
    /// <summary>Goes on from the newest checkpoint, if there is one.</summary>
    void Resume();

    /// <summary>Takes steps until the last epoch is over or early stopping says so.</summary>
    /// <param name="cancel">Stops between two steps; what was done until then is saved first.</param>
    void Train(CancellationToken cancel);

    /// <summary>Restores the best weights, judges them and writes the model.</summary>
    TrainingResult Finish();
}
