namespace Winnow.Store.Status;

/// <summary>One Redis node of a store.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Fault">Why it does not tell about itself; null if it does. Then all numbers are 0.</param>
/// <param name="IsMaster">Whether it takes writes.</param>
/// <param name="MasterAddress">Whom it copies; null for a master.</param>
/// <param name="Slots">Hash slots it serves as a master; 16,384 for a node without a cluster.</param>
/// <param name="State">What it says of itself: <c>ok</c>, <c>loading</c>, <c>fail</c> (a cluster that does not serve all slots) or <c>link down</c> (a
/// replica without its master).</param>
/// <param name="RedisVersion">Version of Redis.</param>
/// <param name="ModuleVersion">Version of the module; 0 if it is not loaded.</param>
/// <param name="UsedBytes">Memory Redis and the module have allocated.</param>
/// <param name="NativeBytes">Of it that of the module: tables, dense parameters, queues. INFO does not count it as <c>used_memory</c>.</param>
/// <param name="MaxBytes">Limit of it; 0: none.</param>
/// <param name="ResidentBytes">Memory of the process.</param>
/// <param name="CommandsPerSecond">Commands answered lately.</param>
/// <param name="ReceivedBytesPerSecond">Bytes that came in lately.</param>
/// <param name="SentBytesPerSecond">Bytes that went out lately.</param>
/// <param name="Clients">Connections of clients.</param>
/// <param name="LagBytes">Bytes of replication a replica has not acknowledged to its master; 0 for a master.</param>
/// <param name="LagSeconds">Seconds since its last acknowledgement; −1 if its master does not know it; 0 for a master.</param>
/// <param name="UnsavedChanges">Changes since the last snapshot.</param>
/// <param name="SavedAt">When the last snapshot was taken, or the node started.</param>
/// <param name="LastSaveFailed">Whether the last snapshot, or the last write of the append-only file, failed.</param>
public sealed record StoreNodeStatus(
    string Address, string? Fault, bool IsMaster, string? MasterAddress, int Slots, string State, string RedisVersion, int ModuleVersion,
    long UsedBytes, long NativeBytes, long MaxBytes, long ResidentBytes, long CommandsPerSecond, double ReceivedBytesPerSecond, double SentBytesPerSecond, int Clients,
    long LagBytes, int LagSeconds, long UnsavedChanges, DateTimeOffset SavedAt, bool LastSaveFailed);
