namespace Winnow.Embeddings;

/// <summary>Where a queue stands.</summary>
/// <param name="Limit">Positions below it may be handed out.</param>
/// <param name="Next">The lowest position never handed out.</param>
/// <param name="Completed">All positions below it are complete.</param>
/// <param name="LossSum">Sum over these positions of the mean loss that was reported, added up in the order of the positions since
/// <see cref="IPositionQueue.Open"/>.</param>
/// <param name="Rows">Rows of data of these positions, since the queue was made.</param>
/// <param name="Leased">Positions being worked on.</param>
/// <param name="Retaken">Positions handed out again because a worker was silent for too long.</param>
/// <param name="Workers">Workers heard of within their lease.</param>
/// <param name="IsClosed">Whether the run is over.</param>
public readonly record struct PositionQueueStatus(
    long Limit, long Next, long Completed, double LossSum, long Rows, int Leased, long Retaken, int Workers, bool IsClosed);
