namespace Winnow.Store.Status;

/// <summary>How a store is doing.</summary>
/// <param name="Nodes">Its nodes, each master before its replicas.</param>
public sealed record StoreStatus(IReadOnlyList<StoreNodeStatus> Nodes);
