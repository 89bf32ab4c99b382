namespace Winnow.Store.Status;

/// <summary>Asks the nodes of a store how they are.</summary>
/// <remarks>Connections are made for each look: what is looked at may be failing.</remarks>
public sealed class StoreStatusReader
{
    private static readonly TimeSpan s_mostToAnswer = TimeSpan.FromSeconds(3);

    private readonly RedisAddress _address;
    private readonly TimeProvider _time;
    private readonly long _began;

    /// <summary>A reader of one store.</summary>
    /// <param name="address">Some of its nodes, credentials, encryption.</param>
    /// <param name="time">Where the time comes from. Default: the system.</param>
    public StoreStatusReader(RedisAddress address, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address with { ConnectTimeout = s_mostToAnswer, CommandTimeout = s_mostToAnswer, ClientName = "winnow-status" };
        _time = time ?? TimeProvider.System;
        _began = _time.GetTimestamp();
    }

    /// <summary>Takes one look.</summary>
    /// <returns>How the store is doing; nodes that do not answer are among its nodes, with the reason.</returns>
    /// <exception cref="RedisConnectionException">None of the nodes of the address answers.</exception>
    /// <exception cref="RedisErrorException">They do not let us in.</exception>
    public StoreStatus Read()
    {
        Dictionary<string, StoreNodeStatus> nodes = Members().ToDictionary(m => m.Address, m => Ask(m.Address, m.Slots, m.Master), StringComparer.Ordinal);
        RunReader runs = new();
        foreach (StoreNodeStatus master in nodes.Values.Where(n => n is { IsMaster: true, Fault: null }).ToList()) AskMaster(nodes, runs, master);
        return new StoreStatus([.. nodes.Values.OrderBy(n => n.MasterAddress ?? n.Address, StringComparer.Ordinal).ThenBy(n => !n.IsMaster).ThenBy(n => n.Address, StringComparer.Ordinal)],
            runs.Runs(), _time.GetElapsedTime(_began));
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

    private void AskMaster(Dictionary<string, StoreNodeStatus> nodes, RunReader runs, StoreNodeStatus master)
    {
        try
        {
            using RedisConnection connection = Connect(master.Address);
            if (master is { ModuleVersion: > 0, State: not "loading" }) runs.Add(connection);
            foreach ((string replica, long bytes, int seconds) in NodeReader.Lags(connection))
            {
                if (!nodes.TryGetValue(replica, out StoreNodeStatus? status)) status = Ask(replica, 0, master.Address);     // of a store without a cluster
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
