using System.Diagnostics;

namespace Winnow.Store;

/// <summary>A Redis Cluster, or a single server, as one thing: commands go to the node that has their key, many at once, and again where a
/// node moved, failed or fell silent.</summary>
/// <remarks>
/// A command is sent again only when it is known not to have been carried out, or <see cref="RedisCommand.IsRepeatable"/>. A connection on
/// which a request was written in part, or whose reply did not come in time, is never used again.
/// <para>Belongs to one thread, which waits.</para>
/// </remarks>
public sealed partial class RedisCluster : IDisposable
{
    private readonly Dictionary<RedisEndPoint, RedisConnection> _masters = [], _replicas = [];
    private readonly List<RedisEndPoint> _known;
    private int _asked;

    private RedisCluster(RedisAddress address)
    {
        Address = address;
        _known = [.. address.EndPoints];
        Slots = null!;
    }

    /// <summary>Where we began, and how we talk.</summary>
    public RedisAddress Address { get; }

    /// <summary>Who has what, as far as is known.</summary>
    public SlotMap Slots { get; private set; }

    /// <summary>What this client has done since it was made.</summary>
    public RedisTraffic Traffic { get; } = new();

    /// <summary>Connects to a cluster.</summary>
    /// <param name="address">Any of its nodes.</param>
    /// <exception cref="RedisConnectionException">No node answers within the deadline of the address.</exception>
    /// <exception cref="RedisErrorException">The nodes do not let us in.</exception>
    public static RedisCluster Connect(RedisAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        RedisCluster cluster = new(address);
        try
        {
            if (cluster.TryRefresh(long.MaxValue) is { } failure) throw failure;
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>The same cluster by connections of its own, for another thread.</summary>
    public RedisCluster Clone()
    {
        RedisCluster clone = new(Address) { Slots = Slots };
        clone._known.Clear();
        clone._known.AddRange(_known);
        if (clone.TryRefresh(long.MaxValue) is { } failure) throw failure;
        return clone;
    }

    /// <summary>A connection to a node, for what concerns the node and no key.</summary>
    /// <exception cref="RedisConnectionException">It cannot be reached.</exception>
    public RedisConnection Node(RedisEndPoint endPoint) => Connection(_masters, endPoint, long.MaxValue);

    /// <summary>Closes all connections; harmless when repeated.</summary>
    public void Dispose()
    {
        foreach (RedisConnection connection in _masters.Values) connection.Dispose();
        foreach (RedisConnection connection in _replicas.Values) connection.Dispose();
        _masters.Clear();
        _replicas.Clear();
    }

    /// <summary>Asks one node after the other who has what, beginning with another one each time, until one knows.</summary>
    /// <returns>Null, or why nobody answered.</returns>
    private RedisConnectionException? TryRefresh(long until)
    {
        RedisConnectionException? failure = null;
        for (int tries = 0; tries < _known.Count; tries++)
        {
            long patience = Math.Min(until, Stopwatch.GetTimestamp() + (long)(Address.ConnectTimeout.TotalSeconds * Stopwatch.Frequency));
            RedisEndPoint endPoint = _known[_asked++ % _known.Count];
            try
            {
                RedisConnection connection = Connection(_masters, endPoint, patience);
                if (IsLoneReplica(connection)) continue;
                Slots = SlotMap.Load(connection);
                RedisEndPoint[] nodes = [.. Slots.Masters, .. Slots.Replicas, .. Address.EndPoints];
                _known.Clear();
                _known.AddRange(nodes.Distinct());          // those that are gone are forgotten
                return null;
            }
            catch (RedisConnectionException e)
            {
                failure = e;
            }
            catch (RedisErrorException e) when (e.Error.Code == "LOADING")
            {
                failure = new(e.Message, e);
            }
        }
        return failure ?? new($"None of {string.Join(", ", _known)} is a master");
    }

    /// <summary>Without a cluster, a replica cannot take our writes. Roles change, so it is asked anew each time.</summary>
    private static bool IsLoneReplica(RedisConnection connection) =>
        connection.Hello.Field("mode") is { } mode && mode.Text == "standalone" && connection.Execute(RedisCommand.Of("ROLE")).Items[0].Text != "master";

    private RedisConnection Connection(Dictionary<RedisEndPoint, RedisConnection> connections, RedisEndPoint endPoint, long until)
    {
        if (connections.TryGetValue(endPoint, out RedisConnection? connection) && !connection.IsClosed)
        {
            connection.Until = until;
            return connection;
        }
        connections.Remove(endPoint);
        connection = RedisConnection.Open(endPoint, Address, until);
        Traffic.Connections++;
        if (connections == _replicas) connection.Execute(RedisCommand.Of("READONLY"));
        connections.Add(endPoint, connection);
        return connection;
    }
}
