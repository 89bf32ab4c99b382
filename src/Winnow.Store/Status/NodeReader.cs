using System.Globalization;

namespace Winnow.Store.Status;

/// <summary>What a node tells about itself in INFO and CLUSTER NODES, in words of this room.</summary>
internal static class NodeReader
{
    /// <summary>The nodes a node knows of: address, number of slots, address of the master it copies.</summary>
    /// <param name="connection">A connection to that node.</param>
    public static List<(string Address, int Slots, string? Master)> Members(RedisConnection connection)
    {
        if (Fields(connection).GetValueOrDefault("cluster_enabled") != "1") return [(connection.EndPoint.ToString(), HashSlot.Count, null)];
        string[][] rows = [.. Ask(connection, "CLUSTER", "NODES").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))];
        Dictionary<string, string> addresses = rows.ToDictionary(r => r[0], r => Address(r[1], connection.EndPoint.Host), StringComparer.Ordinal);
        return [.. rows.Where(r => !r[2].Contains("noaddr", StringComparison.Ordinal) && !r[2].Contains("handshake", StringComparison.Ordinal))
            .Select(r => (addresses[r[0]], r.Skip(8).Sum(SlotsOf), addresses.GetValueOrDefault(r[3])))];
    }

    /// <summary>Asks one node.</summary>
    public static StoreNodeStatus Read(RedisConnection connection, string address, int slots, string? master)
    {
        Dictionary<string, string> f = Fields(connection);
        bool isMaster = f.GetValueOrDefault("role") == "master", isCluster = f.GetValueOrDefault("cluster_enabled") == "1";
        string state = f.GetValueOrDefault("loading") == "1" ? "loading"
            : !isMaster && f.GetValueOrDefault("master_link_status") != "up" ? "link down"
            : isCluster && !Ask(connection, "CLUSTER", "INFO").Contains("cluster_state:ok", StringComparison.Ordinal) ? "fail" : "ok";
        return new StoreNodeStatus(
            address, null, isMaster, isMaster ? null : master ?? $"{f.GetValueOrDefault("master_host")}:{f.GetValueOrDefault("master_port")}", slots, state,
            f.GetValueOrDefault("redis_version", "?"), ModuleVersion(f), Number(f, "used_memory") + Number(f, "winnow_native_bytes"), Number(f, "winnow_native_bytes"), Number(f, "maxmemory"), Number(f, "used_memory_rss"),
            Number(f, "instantaneous_ops_per_sec"), 1024 * Decimal(f, "instantaneous_input_kbps"), 1024 * Decimal(f, "instantaneous_output_kbps"),
            (int)Number(f, "connected_clients"), 0, 0, Number(f, "rdb_changes_since_last_save"), DateTimeOffset.FromUnixTimeSeconds(Number(f, "rdb_last_save_time")),
            f.GetValueOrDefault("rdb_last_bgsave_status") == "err" || f.GetValueOrDefault("aof_last_write_status") == "err");
    }

    /// <summary>A node that does not answer.</summary>
    public static StoreNodeStatus Silent(string address, string fault, int slots, string? master) =>
        new(address, fault, master is null, master, slots, "down", "?", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, master is null ? 0 : -1, 0, DateTimeOffset.UnixEpoch, false);

    /// <summary>How far the replicas of a master are behind, by their address.</summary>
    public static IEnumerable<(string Address, long Bytes, int Seconds)> Lags(RedisConnection connection)
    {
        Dictionary<string, string> f = Fields(connection);
        long end = Number(f, "master_repl_offset");
        for (int i = 0; f.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"slave{i}"), out string? line); i++)
        {
            Dictionary<string, string> replica = line.Split(',').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
            yield return ($"{replica["ip"]}:{replica["port"]}", Math.Max(0, end - Number(replica, "offset")), (int)Number(replica, "lag"));
        }
    }

    private static string Ask(RedisConnection connection, params ReadOnlySpan<string> command) => connection.Execute(RedisCommand.Of(command)).Text;

    /// <summary>All fields of INFO.</summary>
    public static Dictionary<string, string> Fields(RedisConnection connection)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string line in Ask(connection, "INFO", "everything").Split("\r\n"))
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon) fields[line[..colon]] = line[(colon + 1)..];
        return fields;
    }

    /// <summary>INFO has a line <c>module:name=winnow,ver=1,…</c> for each module; the last one counts, so ours is looked for.</summary>
    private static int ModuleVersion(Dictionary<string, string> fields) =>
        fields.GetValueOrDefault("module") is { } line && line.StartsWith("name=winnow,ver=", StringComparison.Ordinal)
            ? int.Parse(line["name=winnow,ver=".Length..line.IndexOf(',', "name=winnow,ver=".Length)], CultureInfo.InvariantCulture) : 0;

    /// <summary><c>host:port@bus,name</c>; a node that knows no host of its own leaves it out.</summary>
    private static string Address(string text, string defaultHost)
    {
        string address = text.Split('@')[0];
        return address.StartsWith(':') ? defaultHost + address : address;
    }

    /// <summary><c>7</c> or <c>0-5460</c>; slots on their way, in brackets, belong to where they are.</summary>
    private static int SlotsOf(string range)
    {
        if (range.StartsWith('[')) return 0;
        int[] ends = [.. range.Split('-').Select(e => int.Parse(e, CultureInfo.InvariantCulture))];
        return ends[^1] - ends[0] + 1;
    }

    private static long Number(Dictionary<string, string> fields, string name) =>
        long.TryParse(fields.GetValueOrDefault(name), CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static double Decimal(Dictionary<string, string> fields, string name) =>
        double.TryParse(fields.GetValueOrDefault(name), CultureInfo.InvariantCulture, out double number) ? number : 0;
}
