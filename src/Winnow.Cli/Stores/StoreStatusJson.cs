using System.Text.Json;
using Winnow.Cli.Terminal;
using Winnow.Embeddings;
using Winnow.Store.Status;

namespace Winnow.Cli.Stores;

/// <summary>The state of a store as a JSON document on standard output.</summary>
internal static class StoreStatusJson
{
    /// <summary>Writes it.</summary>
    /// <param name="status">The look to show.</param>
    /// <param name="before">An earlier one, which gives the rates.</param>
    public static void Write(StoreStatus status, StoreStatus before) => Output.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("nodes");
        foreach (StoreNodeStatus n in status.Nodes) WriteNode(json, n);
        json.WriteEndArray();
        json.WriteStartArray("runs");
        foreach (StoreRunStatus run in status.Runs) WriteRun(json, run, t => status.RatesSince(before, run.Name, t));
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteNode(Utf8JsonWriter json, StoreNodeStatus n)
    {
        json.WriteStartObject();
        json.WriteString("address", n.Address);
        json.WriteString("role", n.IsMaster ? "master" : "replica");
        json.WriteString("master", n.MasterAddress);
        json.WriteString("state", n.State);
        json.WriteString("fault", n.Fault);
        json.WriteNumber("slots", n.Slots);
        json.WriteNumber("usedBytes", n.UsedBytes);
        json.WriteNumber("nativeBytes", n.NativeBytes);
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

    private static void WriteRun(Utf8JsonWriter json, StoreRunStatus run, Func<string, StoreTableRates?> rates)
    {
        json.WriteStartObject();
        json.WriteString("name", run.Name);
        json.WriteStartArray("tables");
        foreach (StoreTableStatus t in run.Tables) WriteTable(json, t, rates(t.Name));
        json.WriteEndArray();
        json.WriteStartArray("blocks");
        foreach (StoreBlockStatus b in run.Blocks) WriteBlock(json, b);
        json.WriteEndArray();
        if (run is { Queue: { } q, QueueOptions: { } o }) WriteQueue(json, q, o);
        json.WriteEndObject();
    }

    private static void WriteTable(Utf8JsonWriter json, StoreTableStatus t, StoreTableRates? rates)
    {
        json.WriteStartObject();
        json.WriteString("name", t.Name);
        json.WriteNumber("shards", t.Shards);
        json.WriteNumber("shardsOfAll", t.ShardsOfAll);
        json.WriteNumber("dimension", t.Dimension);
        json.WriteNumber("rows", t.Rows);
        json.WriteNumber("waiting", t.Waiting);
        json.WriteNumber("bytes", t.Bytes);
        json.WriteNumber("steps", t.Step);
        json.WriteNumber("pendingSteps", t.PendingSteps);
        WriteRate(json, "pulledKeysPerSecond", rates?.PulledKeysPerSecond);
        WriteRate(json, "pushedKeysPerSecond", rates?.PushedKeysPerSecond);
        WriteRate(json, "hitShare", rates?.HitShare);
        json.WriteNumber("pulls", t.Traffic.Pulls);
        json.WriteNumber("pulledKeys", t.Traffic.PulledKeys);
        json.WriteNumber("pushes", t.Traffic.Pushes);
        json.WriteNumber("pushedKeys", t.Traffic.PushedKeys);
        json.WriteNumber("duplicates", t.Traffic.Duplicates);
        json.WriteNumber("admitted", t.Counters.Admitted);
        json.WriteNumber("refused", t.Counters.Refused);
        json.WriteNumber("expired", t.Counters.Expired);
        json.WriteNumber("evicted", t.Counters.Evicted);
        json.WriteNumber("gradientsApplied", t.Counters.GradientsApplied);
        json.WriteNumber("gradientsDropped", t.Counters.GradientsDropped);
        json.WriteEndObject();
    }

    /// <summary>A rate that is not known is null.</summary>
    private static void WriteRate(Utf8JsonWriter json, string name, double? rate)
    {
        if (rate is { } known && double.IsFinite(known)) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }

    private static void WriteBlock(Utf8JsonWriter json, StoreBlockStatus b)
    {
        json.WriteStartObject();
        json.WriteNumber("index", b.Index);
        json.WriteString("name", b.Name);
        json.WriteNumber("length", b.Length);
        json.WriteNumber("version", b.Version);
        json.WriteNumber("bytes", b.Bytes);
        json.WriteNumber("pendingSteps", b.PendingSteps);
        json.WriteBoolean("finite", b.IsFinite);
        json.WriteEndObject();
    }

    private static void WriteQueue(Utf8JsonWriter json, PositionQueueStatus q, PositionQueueOptions o)
    {
        json.WriteStartObject("queue");
        json.WriteNumber("limit", q.Limit);
        json.WriteNumber("next", q.Next);
        json.WriteNumber("completed", q.Completed);
        json.WriteNumber("leased", q.Leased);
        json.WriteNumber("retaken", q.Retaken);
        json.WriteNumber("workers", q.Workers);
        json.WriteBoolean("closed", q.IsClosed);
        json.WriteNumber("lossSum", q.LossSum);
        json.WriteNumber("rows", q.Rows);
        json.WriteNumber("parts", o.Parts);
        if (o.Staleness == int.MaxValue) json.WriteNull("staleness");
        else json.WriteNumber("staleness", o.Staleness);
        json.WriteEndObject();
    }
}
