using Winnow.Embeddings;

namespace Winnow.Store.Status;

/// <summary>A table: the sums over the shards that were found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shards">Shards that were found.</param>
/// <param name="ShardsOfAll">Shards it has; more than were found if a node does not answer.</param>
/// <param name="Dimension">Numbers a row.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Waiting">Keys that wait for admission.</param>
/// <param name="Bytes">Native memory.</param>
/// <param name="Step">Least number of steps a shard's clock has counted.</param>
/// <param name="PendingSteps">Most steps a shard keeps because parts of them are missing.</param>
/// <param name="Traffic">What went through it since its nodes hold it: a fail-over or a restart begins anew.</param>
/// <param name="Counters">What became of keys and gradients, since the table was made.</param>
public sealed record StoreTableStatus(
    string Name, int Shards, int ShardsOfAll, int Dimension, long Rows, long Waiting, long Bytes, long Step, long PendingSteps, StoreTraffic Traffic, TableCounters Counters);
