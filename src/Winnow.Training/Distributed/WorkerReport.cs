namespace Winnow.Training.Distributed;

/// <summary>What a worker has done.</summary>
/// <param name="Positions">Positions it completed.</param>
/// <param name="Repeated">Of these, the ones another had completed before.</param>
/// <param name="Rows">Rows of data of all of them.</param>
/// <param name="Computing">Time spent computing.</param>
/// <param name="Waiting">Time in which nothing was computed because the next position or its parameters had not come, although there was work
/// to be done; time in which the run is judged is not in it.</param>
public readonly record struct WorkerReport(long Positions, long Repeated, long Rows, TimeSpan Computing, TimeSpan Waiting)
{
    /// <summary>Waiting / (waiting + computing), in [0, 1]; NaN before the first position.</summary>
    public double WaitingShare => Waiting / (Waiting + Computing);
}
