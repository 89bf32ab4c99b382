namespace Winnow.Training.Distributed;

/// <summary>The workers a coordinator looks after. Others may join the run from elsewhere.</summary>
public interface IWorkerPool
{
    /// <summary>Starts them.</summary>
    /// <param name="run">The run they are to join.</param>
    void Start(string run);

    /// <summary>Looks after them, a few times a second: starts again those that died.</summary>
    /// <exception cref="Exception">The run cannot go on: its numbers are no longer finite, or workers die whatever is done.</exception>
    void Check();

    /// <summary>Share of their time in which they waited for parameters; NaN as long as nobody knows.</summary>
    double WaitingShare { get; }
}
