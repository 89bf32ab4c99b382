namespace Winnow.Embeddings;

/// <summary>Hands out the positions of a run, each to one worker at a time and again when that worker falls silent, so that nothing is lost when
/// workers die and nothing is done twice that counts: updates carry their position.</summary>
public interface IPositionQueue
{
    /// <summary>Allows positions below a limit to be handed out, and starts a new sum of losses.</summary>
    /// <param name="limit">At least the limit so far.</param>
    /// <param name="rateFactor">Handed out with each position; above 0.</param>
    void Open(long limit, float rateFactor);

    /// <summary>Ends the run: workers that ask are sent home.</summary>
    void Close();

    /// <summary>Asks for a position.</summary>
    /// <param name="worker">Who asks, 1 … 64 characters; unique among the workers.</param>
    /// <param name="term">How long the position is kept for this worker unless it renews or completes.</param>
    PositionLease Lease(string worker, TimeSpan term);

    /// <summary>Keeps all positions of a worker for another term.</summary>
    void Renew(string worker, TimeSpan term);

    /// <summary>Gives back the positions of a worker that leaves.</summary>
    void Leave(string worker);

    /// <summary>Reports a position as done: all its updates were acknowledged.</summary>
    /// <param name="worker">Who did it.</param>
    /// <param name="position">The position.</param>
    /// <param name="loss">Mean loss of its rows.</param>
    /// <param name="rows">Rows of data.</param>
    /// <returns>False if somebody else had completed it before.</returns>
    bool Complete(string worker, long position, double loss, int rows);

    /// <summary>Where the queue stands.</summary>
    PositionQueueStatus Status();
}
