namespace Winnow.Store;

/// <summary>Which nodes have which of the 16,384 slots.</summary>
public sealed class SlotMap
{
    private readonly RedisEndPoint?[] _masters = new RedisEndPoint?[HashSlot.Count];
    private readonly RedisEndPoint[][] _replicas = new RedisEndPoint[HashSlot.Count][];

    private SlotMap() => Array.Fill(_replicas, []);

    /// <summary>The masters that have slots, in the order of their first slot.</summary>
    public IReadOnlyList<RedisEndPoint> Masters => [.. _masters.OfType<RedisEndPoint>().Distinct()];

    /// <summary>The replicas of masters that have slots.</summary>
    public IReadOnlyList<RedisEndPoint> Replicas => [.. _replicas.SelectMany(r => r).Distinct()];

    /// <summary>Whether every slot has a master.</summary>
    public bool IsComplete => !_masters.Contains(null);

    /// <summary>The master of a slot; null if nobody has it.</summary>
    public RedisEndPoint? Master(int slot) => _masters[slot];

    /// <summary>The replicas of a slot.</summary>
    public ReadOnlySpan<RedisEndPoint> ReplicasOf(int slot) => _replicas[slot];

    /// <summary>Asks a node: <c>CLUSTER SLOTS</c>, or, where there is no cluster, it has all slots itself.</summary>
    /// <exception cref="ProtocolException">The answer is no list of slots.</exception>
    internal static SlotMap Load(RedisConnection connection)
    {
        SlotMap map = new();
        if (connection.Hello.Field("mode") is not { } mode || mode.Text != "cluster")
        {
            Array.Fill(map._masters, connection.EndPoint);
            return map;
        }
        RedisCommand command = RedisCommand.Of("CLUSTER", "SLOTS");
        foreach (RespValue range in connection.Execute(command).Items) map.Add(range.Items, connection.EndPoint.Host);
        return map;
    }

    internal void Set(int slot, RedisEndPoint master)
    {
        _masters[slot] = master;
        _replicas[slot] = [];
    }

    /// <summary>One range: first slot, last slot, master, replicas …; a node is host, port, id and more. An unknown host is the one we asked.</summary>
    private void Add(ReadOnlySpan<RespValue> range, string asked)
    {
        if (range.Length < 3) throw new ProtocolException($"a range of slots with {range.Length} fields", "first, last and a master");
        long first = range[0].Integer, last = range[1].Integer;
        if (first < 0 || last < first || last >= HashSlot.Count) throw new ProtocolException($"slots {first} to {last}", $"some in [0, {HashSlot.Count})");
        RedisEndPoint[] nodes = new RedisEndPoint[range.Length - 2];
        for (int i = 0; i < nodes.Length; i++) nodes[i] = Node(range[i + 2].Items, asked);
        for (long slot = first; slot <= last; slot++)
        {
            _masters[slot] = nodes[0];
            _replicas[slot] = nodes[1..];
        }
    }

    private static RedisEndPoint Node(ReadOnlySpan<RespValue> node, string asked)
    {
        if (node.Length < 2 || node[1].Integer is < 1 or > 65_535) throw new ProtocolException("a node without host or port", "both");
        string host = node[0].IsNull ? "" : node[0].Text;
        return new(host is "" or "?" ? asked : host, (int)node[1].Integer);
    }
}
