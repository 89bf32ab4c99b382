using Winnow.Embeddings;

namespace Winnow.Training.Distributed;

/// <summary>Who gets the positions of a run done.</summary>
internal interface IWorkDriver : IDisposable
{
    /// <summary>Returns when all positions below a limit are complete.</summary>
    /// <param name="limit">The limit the queue was opened to.</param>
    /// <param name="cancel">Asks to return earlier, with a whole step complete; a driver that cannot throws.</param>
    /// <returns>Where the queue stands.</returns>
    PositionQueueStatus Drive(long limit, CancellationToken cancel);
}
