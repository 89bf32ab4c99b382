using Winnow.Training.Tuning;

namespace Winnow.Training.Laboratory;

/// <summary>Is told how the laboratory's work goes. Called on the working thread; implement only what is of interest.</summary>
public interface ILaboratoryObserver
{
    /// <summary>Something new begins, in words: reading the data, fitting a model, judging it.</summary>
    void OnPhase(string phase)
    {
    }

    /// <summary>The share of the present phase that is done, in [0, 1].</summary>
    void OnShare(double share)
    {
    }

    /// <summary>A model that learns in passes was judged on the validation part.</summary>
    void OnLook(EpochLook look)
    {
    }

    /// <summary>A trial of a search is done.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="best">The best so far; null: all failed.</param>
    void OnTrial(Trial trial, Trial? best)
    {
    }
}
