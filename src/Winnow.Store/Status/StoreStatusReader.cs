namespace Winnow.Store.Status;

/// <summary>Asks the nodes of a store how they are.</summary>
/// <remarks>Connections are made for each look: what is looked at may be failing.</remarks>
/// <param name="address">Some of its nodes, credentials, encryption.</param>
public sealed class StoreStatusReader(RedisAddress address)
{
    private static readonly TimeSpan s_mostToAnswer = TimeSpan.FromSeconds(3);

    private readonly RedisAddress _address = address with { ConnectTimeout = s_mostToAnswer, CommandTimeout = s_mostToAnswer, ClientName = "winnow-status" };

    /// <summary>Takes one look.</summary>
    /// <returns>How the store is doing; nodes that do not answer are among its nodes, with the reason.</returns>
    /// <exception cref="RedisConnectionException">None of the nodes of the address answers.</exception>
    /// <exception cref="RedisErrorException">They do not let us in.</exception>
    public StoreStatus Read()
    {
        Dictionary<string, StoreNodeStatus> nodes = Members().ToDictionary(m => m.Address, m => Ask(m.Address, m.Slots, m.Master), StringComparer.Ordinal);
        foreach (StoreNodeStatus master in nodes.Values.Where(n => n is { IsMaster: true, Fault: null }).ToList()) AddLags(nodes, master.Address);
        return new StoreStatus([.. nodes.Values.OrderBy(n => n.MasterAddress ?? n.Address, StringComparer.Ordinal).ThenBy(n => !n.IsMaster).ThenBy(n => n.Address, StringComparer.Ordinal)]);
    }

    private List<(string Address, int Slots, string? Master)> Members()
    {
        for (int i = 0; ; i++)
        {
            try
            {
                using RedisConnection seed = RedisConnection.Open(_address.EndPoints[i], _address);
                return NodeReader.Members(seed);
            }
            catch (RedisConnectionException) when (i + 1 < _address.EndPoints.Count)
            {
                // The next one may know.
            }
        }
    }

    private StoreNodeStatus Ask(string node, int slots, string? master)
    {
        try
        {
            using RedisConnection connection = Connect(node);
            return NodeReader.Read(connection, node, slots, master);
        }
        catch (Exception failure) when (failure is RedisConnectionException or RedisErrorException)
        {
            return NodeReader.Silent(node, failure.Message, slots, master);
        }
    }

    private void AddLags(Dictionary<string, StoreNodeStatus> nodes, string master)
    {
        try
        {
            using RedisConnection connection = Connect(master);
            foreach ((string replica, long bytes, int seconds) in NodeReader.Lags(connection))
            {
                if (!nodes.TryGetValue(replica, out StoreNodeStatus? status)) status = Ask(replica, 0, master);     // of a store without a cluster
                nodes[replica] = status with { LagBytes = bytes, LagSeconds = seconds };
            }
        }
        catch (Exception failure) when (failure is RedisConnectionException or RedisErrorException)
        {
            // It fell silent between two questions; the next look says so.
        }
    }

    private RedisConnection Connect(string node) => RedisEndPoint.TryParse(node, defaultPort: 0, out RedisEndPoint endPoint)
        ? RedisConnection.Open(endPoint, _address)
        : throw new RedisConnectionException($"'{node}' is no address of a node.");
}
