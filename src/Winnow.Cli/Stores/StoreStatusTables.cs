using System.Globalization;
using Spectre.Console;
using Winnow.Cli.Terminal;
using Winnow.Store.Status;

namespace Winnow.Cli.Stores;

/// <summary>The state of a store as tables on a terminal.</summary>
internal static class StoreStatusTables
{
    /// <summary>One table a topic.</summary>
    public static IReadOnlyList<Table> Of(StoreStatus status) => [Nodes(status)];

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
            .AddColumns("node", "role", "state", "slots", "memory", "of at most", "commands/s", "in/s", "out/s", "clients", "lag", "saved", "redis", "module");
        foreach (StoreNodeStatus n in status.Nodes)
        {
            string role = n.IsMaster ? "master" : "↳ replica";      // stands below its master
            if (n.Fault is not null) table.AddRow(Cells(n.Address, role, "DOWN", $"{n.Slots}", "", "", "", "", "", "", "", "", "", ""));
            else
            {
                table.AddRow(Cells(n.Address, role, n.State == "ok" ? "ok" : n.State.ToUpperInvariant(), $"{n.Slots}", Bytes(n.UsedBytes), n.MaxBytes > 0 ? Bytes(n.MaxBytes) : "–",
                    Duration.Rate(n.CommandsPerSecond), Bytes(n.ReceivedBytesPerSecond), Bytes(n.SentBytesPerSecond), $"{n.Clients}",
                    n.IsMaster ? "" : n.LagSeconds < 0 ? "unknown" : $"{Bytes(n.LagBytes)}, {n.LagSeconds} s",
                    n.LastSaveFailed ? "FAILED" : n.UnsavedChanges == 0 ? "all" : $"{n.UnsavedChanges:N0} changes since", n.RedisVersion, n.ModuleVersion > 0 ? $"{n.ModuleVersion}" : "none"));
            }
        }
        return table;
    }

    private static string[] Cells(params string[] texts) => [.. texts.Select(Markup.Escape)];
}
