using Winnow.Training.Progress;

namespace Winnow.Training.Benchmarks;

/// <summary>Is told how a suite goes.</summary>
public interface IBenchmarkObserver
{
    /// <summary>A training begins.</summary>
    /// <param name="benchmark">Its case.</param>
    /// <param name="run">Number of the run, from 1: one a seed.</param>
    /// <param name="runs">Runs of this case.</param>
    /// <returns>Who is told how this training goes; null: nobody.</returns>
    ITrainingObserver? OnRun(BenchmarkCase benchmark, int run, int runs);

    /// <summary>A row of the result is there.</summary>
    /// <param name="row">Published and measured figure.</param>
    void OnRow(BenchmarkRow row);

    /// <summary>The data of a table are not here; its cases are passed over.</summary>
    /// <param name="table">The table.</param>
    /// <param name="reason">What is missing and how to get it.</param>
    void OnMissingData(string table, string reason)
    {
    }
}
