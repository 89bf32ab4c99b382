using System.Globalization;
using Spectre.Console;
using Winnow.Cli.Terminal;
using Winnow.Store.Status;

namespace Winnow.Cli.Stores;

/// <summary>The state of a store as tables on a terminal.</summary>
internal static class StoreStatusTables
{
    /// <summary>One table a topic; topics of which there is nothing are left out.</summary>
    /// <param name="status">The look to show.</param>
    /// <param name="before">An earlier one, which gives the rates.</param>
    public static IReadOnlyList<Table> Of(StoreStatus status, StoreStatus before)
    {
        List<Table> tables = [Nodes(status)];
        if (status.Runs.Any(r => r.Tables.Count > 0)) tables.Add(Tables(status, before));
        if (status.Runs.Any(r => r.Blocks.Count > 0)) tables.Add(Blocks(status));
        if (status.Runs.Any(r => r.Queue is not null)) tables.Add(Queues(status));
        return tables;
    }

    /// <summary>Bytes as people read them.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.00} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0.0} MiB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 10):0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
    };

    private static Table Nodes(StoreStatus status)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumns("node", "role", "state", "slots", "memory", "winnow", "limit", "calls/s", "in/s", "out/s", "clients", "lag", "unsaved", "redis", "module");
        foreach (StoreNodeStatus n in status.Nodes)
        {
            string role = n.IsMaster ? "master" : " replica";      // stands below its master
            if (n.Fault is not null) table.AddRow(Cells(n.Address, role, "DOWN", $"{n.Slots}", "", "", "", "", "", "", "", "", "", "", ""));
            else
            {
                table.AddRow(Cells(n.Address, role, n.State == "ok" ? "ok" : n.State.ToUpperInvariant(), $"{n.Slots}", Bytes(n.UsedBytes), Bytes(n.NativeBytes), n.MaxBytes > 0 ? Bytes(n.MaxBytes) : "–",
                    Duration.Rate(n.CommandsPerSecond), Bytes(n.ReceivedBytesPerSecond), Bytes(n.SentBytesPerSecond), $"{n.Clients}",
                    n.IsMaster ? "" : n.LagSeconds < 0 ? "unknown" : $"{Bytes(n.LagBytes)}, {n.LagSeconds} s",
                    n.LastSaveFailed ? "FAILED" : $"{n.UnsavedChanges:N0}", n.RedisVersion, n.ModuleVersion > 0 ? $"{n.ModuleVersion}" : "none"));
            }
        }
        return table;
    }

    private static Table Tables(StoreStatus status, StoreStatus before)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumns("run", "table", "shards", "numbers", "rows", "waiting", "bytes", "a row", "steps", "pulls/s", "pushes/s", "had a row", "repeats", "removed", "refused");
        foreach (StoreRunStatus run in status.Runs)
        {
            foreach (StoreTableStatus t in run.Tables)
            {
                StoreTableRates? rates = status.RatesSince(before, run.Name, t.Name);
                table.AddRow(Cells(run.Name, t.Name, t.Shards == t.ShardsOfAll ? $"{t.Shards}" : $"{t.Shards} OF {t.ShardsOfAll}", $"{t.Dimension}", $"{t.Rows:N0}", $"{t.Waiting:N0}",
                    Bytes(t.Bytes), t.Rows > 0 ? $"{t.Bytes / (double)t.Rows:0.0} B" : "", $"{t.Step:N0}" + (t.PendingSteps > 0 ? $" +{t.PendingSteps}" : ""),
                    rates is { } r ? Duration.Rate(r.PulledKeysPerSecond) : "–", rates is { } p ? Duration.Rate(p.PushedKeysPerSecond) : "–",
                    rates is { HitShare: >= 0 } h ? $"{h.HitShare:P1}" : "–", $"{t.Traffic.Duplicates:N0}", $"{t.Counters.Expired + t.Counters.Evicted:N0}", $"{t.Counters.Refused:N0}"));
            }
        }
        return table;
    }

    private static Table Blocks(StoreStatus status)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("run", "dense blocks", "numbers", "bytes", "versions", "not finite");
        foreach (StoreRunStatus run in status.Runs.Where(r => r.Blocks.Count > 0))
        {
            long low = run.Blocks.Min(b => b.Version), high = run.Blocks.Max(b => b.Version);
            string bad = string.Join(", ", run.Blocks.Where(b => !b.IsFinite).Select(b => b.Name));
            table.AddRow(Cells(run.Name, $"{run.Blocks.Count}", $"{run.Blocks.Sum(b => (long)b.Length):N0}", Bytes(run.Blocks.Sum(b => b.Bytes)), low == high ? $"{low:N0}" : $"{low:N0} … {high:N0}", bad));
        }
        return table;
    }

    private static Table Queues(StoreStatus status)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumns("run", "queue", "complete", "next", "open up to", "being worked on", "workers", "handed out again", "parts a step", "steps ahead");
        foreach (StoreRunStatus run in status.Runs)
        {
            if (run is not { Queue: { } q, QueueOptions: { } o }) continue;
            table.AddRow(Cells(run.Name, q.IsClosed ? "closed" : q.Completed == q.Limit ? "waits" : "open", $"{q.Completed:N0}", $"{q.Next:N0}", $"{q.Limit:N0}", $"{q.Leased}", $"{q.Workers}",
                $"{q.Retaken:N0}", $"{o.Parts}", o.Staleness == int.MaxValue ? "any" : $"{o.Staleness}"));
        }
        return table;
    }

    private static string[] Cells(params string[] texts) => [.. texts.Select(Markup.Escape)];
}
