using Winnow.Embeddings;

namespace Winnow.Store.Status;

/// <summary>A training run a store holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tables">Its tables, by name.</param>
/// <param name="Blocks">Its dense parameters, in their order.</param>
/// <param name="Queue">Where its queue stands; null if the node with the queue does not answer.</param>
/// <param name="QueueOptions">How the queue hands out positions.</param>
public sealed record StoreRunStatus(
    string Name, IReadOnlyList<StoreTableStatus> Tables, IReadOnlyList<StoreBlockStatus> Blocks, PositionQueueStatus? Queue, PositionQueueOptions? QueueOptions);
