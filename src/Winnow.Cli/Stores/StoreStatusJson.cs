using Winnow.Cli.Terminal;
using Winnow.Store.Status;

namespace Winnow.Cli.Stores;

/// <summary>The state of a store as a JSON document on standard output.</summary>
internal static class StoreStatusJson
{
    /// <summary>Writes it.</summary>
    public static void Write(StoreStatus status) => Output.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("nodes");
        foreach (StoreNodeStatus n in status.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("address", n.Address);
            json.WriteString("role", n.IsMaster ? "master" : "replica");
            json.WriteString("master", n.MasterAddress);
            json.WriteString("state", n.State);
            json.WriteString("fault", n.Fault);
            json.WriteNumber("slots", n.Slots);
            json.WriteNumber("usedBytes", n.UsedBytes);
            json.WriteNumber("maxBytes", n.MaxBytes);
            json.WriteNumber("residentBytes", n.ResidentBytes);
            json.WriteNumber("commandsPerSecond", n.CommandsPerSecond);
            json.WriteNumber("receivedBytesPerSecond", n.ReceivedBytesPerSecond);
            json.WriteNumber("sentBytesPerSecond", n.SentBytesPerSecond);
            json.WriteNumber("clients", n.Clients);
            json.WriteNumber("lagBytes", n.LagBytes);
            json.WriteNumber("lagSeconds", n.LagSeconds);
            json.WriteNumber("unsavedChanges", n.UnsavedChanges);
            json.WriteString("savedAt", n.SavedAt);
            json.WriteBoolean("lastSaveFailed", n.LastSaveFailed);
            json.WriteString("redis", n.RedisVersion);
            json.WriteNumber("module", n.ModuleVersion);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
